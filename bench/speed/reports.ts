import { AdoptionReported } from '../../src/domain/adoption/events.ts';
import { adoptionStream } from '../../src/domain/streams.ts';
import type { NewEvent } from '../../src/eventstore/port.ts';
import { dateOf } from '../world/days.ts';
import { municipalities } from '../world/municipalities.ts';
import { uuidOf } from '../world/random.ts';

/** How many solutions there are reports on. */
export const SOLUTIONS = 50;

/** The municipalities that stand until the register ends. */
const { numbers, validOn } = municipalities();
const standing = [...validOn(2_900)].map((index) => numbers[index] ?? '');

/** How many streams the reports are spread over. */
export const STREAMS = SOLUTIONS * standing.length;

const STAGES = ['planned', 'committed', 'introducing', 'in-use'] as const;

/** A report that nobody else makes: where it goes, and what it says. */
export interface Report {
  readonly solutionId: string;
  readonly municipalityNumber: string;
  readonly body: { readonly effectiveFrom: string; readonly stage: string; readonly source: string; readonly evidence: string };
}

export const solutionId = (solution: number): string => `solution-${solution}`;

/** The n-th of them: over all solutions first, then over all municipalities, then day by day. None repeats another. */
export function reportNumbered(n: number): Report {
  const round = Math.floor(n / SOLUTIONS);
  return {
    solutionId: solutionId(n % SOLUTIONS),
    municipalityNumber: standing[round % standing.length] ?? '',
    body: {
      effectiveFrom: dateOf(2_560 + (Math.floor(round / standing.length) % 300)),
      stage: STAGES[n % STAGES.length] ?? 'planned',
      source: 'supplier',
      evidence: `letter ${n}`,
    },
  };
}

/** The same as an event, for the log alone. */
export function eventNumbered(n: number): { readonly stream: string; readonly event: NewEvent } {
  const { solutionId: id, municipalityNumber, body } = reportNumbered(n);
  const content = { ...body, solutionId: id, municipalityNumber, capability: null, confirmedAt: body.effectiveFrom };
  const data = AdoptionReported.data.parse(content);
  return {
    stream: adoptionStream(id, municipalityNumber),
    event: { type: 'AdoptionReported', data, id: uuidOf(n), metadata: provenance(n) },
  };
}

export const provenance = (n: number): NewEvent['metadata'] => ({
  consumer: '994598759',
  supplier: null,
  correlationId: uuidOf(n + 100_000_000),
  causationId: null,
  fingerprint: `${uuidOf(n)}${uuidOf(n + 1)}`.replaceAll('-', ''),
  attempt: uuidOf(n + 200_000_000),
});
