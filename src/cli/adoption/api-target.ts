import { setTimeout as wait } from 'node:timers/promises';
import { AdoptionReported } from '../../domain/adoption/events.ts';
import { type Adoption, evolve, noAdoption, reportIn } from '../../domain/adoption/state.ts';
import { municipalityGraph } from '../../domain/municipality/fold.ts';
import { emptyRegister, evolveRegister } from '../../domain/municipality/register.ts';
import { NEVER, type Position, position } from '../../domain/position.ts';
import { parsePosition } from '../../registry/moments.ts';
import { municipalityRegister } from '../../reference/register.ts';
import type { ImportOf, Planned } from './plan.ts';
import { type Content, ImportRefused, RowRefused, type Standing, type Target, TargetUnavailable } from './target.ts';

/** How often a request that the service could not take is repeated, and the wait before the first time, in milliseconds. */
const TRIES = 6;
const FIRST_WAIT = 250;
const TIMEOUT = 30_000;

interface Answer {
  readonly status: number;
  readonly body: { readonly detail?: string } & Record<string, unknown>;
}

/**
 * Imports through a service: one POST a row, under the row's key.
 * @param base its address, with or without the `/v1` with which the service prints it
 */
export function apiTarget(base: string, { solutionId, consumer }: ImportOf): Target {
  const root = base.replace(/(\/v1)?\/*$/, '');
  const solution = `/v1/solutions/${encodeURIComponent(solutionId)}`;
  const headers = { 'Registry-Consumer': `0192:${consumer}` };

  /** What the contract says that the path answers; the service has checked it. */
  const get = async <Body extends object>(path: string): Promise<Body> => {
    const { status, body } = await ask(`${root}${path}`, { headers });
    if (status !== 200)
      throw status === 404 ? new ImportRefused(body.detail ?? path) : new TargetUnavailable(`${path}: ${status} ${body.detail ?? ''}`);
    return body as Body;
  };

  const post = ({ key, body }: Planned, dryRun: boolean): Promise<Answer> =>
    ask(`${root}${key.path}${dryRun ? '?dryRun=true' : ''}`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': key.key },
      body: JSON.stringify(body),
    });

  return {
    async standing() {
      const facts: HistoryEntry[] = [];
      for (let next: string | null = `${solution}/history?type=adoption-report&limit=1000`; next !== null; ) {
        const page: HistoryPage = await get<HistoryPage>(next);
        facts.push(...page.items);
        next = page.next;
      }
      return standingOf(facts, solutionId);
    },
    async check(report) {
      const { status, body } = await post(report, true);
      return status < 300 ? null : refusal(status, body);
    },
    async record(report) {
      const { status, body } = await post(report, false);
      if (status >= 300) throw new RowRefused(refusal(status, body));
      return status === 201;
    },
    close: () => Promise.resolve(),
  };
}

const refusal = (status: number, { detail = '' }: Answer['body']): string => {
  if (status >= 500) throw new TargetUnavailable(`the service answers ${status}: ${detail}`);
  return detail;
};

/** Asks until the service can answer: a request under a key, or one that only reads, may be repeated. @throws TargetUnavailable */
async function ask(url: string, init: RequestInit): Promise<Answer> {
  let trouble = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await wait(FIRST_WAIT * 2 ** (tries - 1));
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
      const body = jsonOf(await response.text());
      if (body === null) throw new Error(`it answers ${response.status}, and not as a registry does`);
      const later = response.status === 503 || response.status === 429 || body['code'] === 'request-in-progress';
      if (!later) return { status: response.status, body };
      trouble = body.detail ?? String(response.status);
    } catch (error) {
      trouble = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
    }
  }
  throw new TargetUnavailable(`${new URL(url).origin} cannot be reached: ${trouble}`);
}

/** What a registry says is always a JSON object; null for anything else. */
function jsonOf(text: string): Answer['body'] | null {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return null;
  }
}

interface HistoryPage {
  readonly items: readonly HistoryEntry[];
  readonly next: string | null;
}

interface HistoryEntry {
  readonly eventId: string;
  readonly municipalityNumber: string;
  readonly fact: Content;
  /** What it said before it was corrected. */
  readonly original: Content | null;
  readonly recordedPosition: string;
  readonly corrections: readonly { readonly recordedPosition: string; readonly fact: Content }[];
  readonly annulment: object | null;
}

/** What the service has, as the domain holds it: the last version of every fact that is not annulled. */
function standingOf(facts: readonly HistoryEntry[], solutionId: string): Standing {
  const byNumber = Map.groupBy(facts, ({ municipalityNumber }) => municipalityNumber);
  const said = new Map(byNumber.entries().map(([number, ofOne]) => [number, ofOne.flatMap(saidBy)]));
  const adoptions = new Map<string, Adoption>();
  const live = facts.filter(({ annulment }) => annulment === null).map((entry) => ({ ...entry, position: lastPosition(entry) }));
  for (const { eventId, municipalityNumber, fact, position } of live.toSorted((a, b) => a.position - b.position)) {
    const data = AdoptionReported.data.parse({ solutionId, municipalityNumber, ...fact });
    adoptions.set(
      municipalityNumber,
      evolve(adoptions.get(municipalityNumber) ?? noAdoption, { type: 'AdoptionReported', data, id: eventId, position }),
    );
  }
  return {
    municipalities: knownRegister(),
    reportOn: (number, date) => reportIn(adoptions.get(number) ?? noAdoption, null, date),
    past: (number) => Promise.resolve({ said: said.get(number) ?? [], adoption: adoptions.get(number) ?? noAdoption }),
  };
}

const saidBy = ({ fact, original, corrections }: HistoryEntry): Content[] => [original ?? fact, ...corrections.map((one) => one.fact)];

function lastPosition({ recordedPosition, corrections }: HistoryEntry): Position {
  const text = corrections.at(-1)?.recordedPosition ?? recordedPosition;
  const found = parsePosition(text);
  if (found === undefined) throw new TargetUnavailable(`the service answers with ${text}, which is no position`);
  return found;
}

/** The register that this release carries: only for what a reform carried over; the service has the last word on every row. */
function knownRegister() {
  const events = municipalityRegister().map(({ id, fact }, index) => ({ ...fact, id, position: position(index + 1) }));
  return municipalityGraph(events.reduce(evolveRegister, emptyRegister), NEVER);
}
