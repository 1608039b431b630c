import { z } from 'zod';
import { AdoptionReported } from '../../domain/adoption/events.ts';
import { municipalityNumber } from '../../domain/municipality/number.ts';
import type { Position } from '../../domain/position.ts';
import { parsePosition } from '../../registry/moments.ts';

/** What an import uses of what a registry refuses: by it, the problems of others are known as such. */
const problem = z.object({ code: z.string(), detail: z.string() });
export type Problem = z.output<typeof problem>;

/** Of what was recorded, or would be, an import uses the status alone. */
export const receipt = z.object({});

const recordedPosition = z.string().transform((text, context): Position => {
  const found = parsePosition(text);
  if (found === undefined) context.addIssue(`${text} is no position`);
  return found ?? z.NEVER;
});

const content = AdoptionReported.data.omit({ solutionId: true, municipalityNumber: true });

/** One report of a history, with all that was said of it. */
const historyEntry = z.object({
  eventId: z.string(),
  municipalityNumber,
  fact: content,
  /** What it said before it was corrected. */
  original: content.nullable(),
  recordedPosition,
  corrections: z.array(z.object({ recordedPosition, fact: content })),
  annulment: z.object({}).nullable(),
});
export type HistoryEntry = z.output<typeof historyEntry>;

/** A page of a history of reports; `next` is the path of the one behind it. */
export const historyPage = z.object({ items: z.array(historyEntry), next: z.string().startsWith('/').nullable() });

/** What came of a request: what was asked for, or the problem that kept it from being done. */
export type Answer<Body> = { readonly status: number; readonly body: Body } | { readonly status: number; readonly problem: Problem };

/**
 * Reads an answer as a registry gives it, so that what comes after may trust it.
 * @param body what it says where it has done what was asked for
 * @returns null for anything else: a page of another server, JSON that means something else
 */
export function answerOf<Body>(status: number, text: string, body: z.ZodType<Body>): Answer<Body> | null {
  const said = jsonIn(text);
  if (status < 300) {
    const { data } = body.safeParse(said);
    return data === undefined ? null : { status, body: data };
  }
  const { data } = problem.safeParse(said);
  return data === undefined ? null : { status, problem: data };
}

/** Undefined where it is no JSON, which has no such value. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
