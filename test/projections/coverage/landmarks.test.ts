import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Position } from '../../../src/domain/position.ts';
import { Landmarks } from '../../../src/projections/coverage/landmarks.ts';
import { confirmedIn, dayIn, numberIn, rankIn, ReportColumns } from '../../../src/projections/report-columns.ts';

const DAYS = 30;
const LINEAGES = 3;

/** Number 1 goes on as 2 from the tenth day on; nobody has 5. */
function lineageOf(number: number, day: number): number {
  if (number === 5) return -1;
  if (number > 2) return number - 2;
  return number === (day < 10 ? 1 : 2) ? 0 : -1;
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('report', 'report', 'report', 'correct', 'annul'),
    of: fc.nat(40),
    number: fc.integer({ min: 1, max: 5 }),
    effectiveFrom: fc.nat(DAYS),
    rank: fc.integer({ min: 1, max: 7 }),
    confirmedAt: fc.nat(DAYS),
  }),
  { minLength: 4, maxLength: 40 },
);
type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;
const questions = fc.array(fc.record({ day: fc.nat(DAYS), knownAt: fc.nat(82) }), { minLength: 12, maxLength: 12 });

/** The n-th step is at position 2n, so that a question may fall between two. */
function take(columns: ReportColumns, { kind, of, ...said }: Step, at: number): void {
  const version = { ...said, position: (2 * at) as Position };
  if (kind === 'annul') columns.annul((2 * of) as Position, said.number, version.position);
  else if (kind === 'correct') columns.correct((2 * of) as Position, version);
  else columns.add(version);
}

const lineagesIn = ({ length, dated }: ReportColumns): Int16Array =>
  Int16Array.from(dated.subarray(0, length), (when) => lineageOf(numberIn(when), dayIn(when)));

const saying = (dated: number, said: number) => [dayIn(dated), numberIn(dated), rankIn(said), confirmedIn(said)];

function found(landmarks: Landmarks, day: number, knownAt: Position) {
  const latest = new Uint32Array(2 * LINEAGES).fill(7); // what another question left
  landmarks.find(day, knownAt, latest);
  return Array.from({ length: LINEAGES }, (_, lineage) => saying(latest[2 * lineage] ?? 0, latest[2 * lineage + 1] ?? 0));
}

/** Row by row: of what is known, the greatest day, and of one day the last in the log. */
function told(columns: ReportColumns, day: number, knownAt: Position) {
  const rows = Array.from({ length: columns.length }, (_, row) => ({ row, dated: columns.dated[row] ?? 0, said: columns.said[row] ?? 0 }));
  const known = rows.filter(({ row, dated }) => columns.isKnown(row, knownAt) && dayIn(dated) <= day);
  known.sort((a, b) => dayIn(a.dated) - dayIn(b.dated) || a.row - b.row);
  return Array.from({ length: LINEAGES }, (_, lineage) => {
    const last = known.findLast(({ dated }) => lineageOf(numberIn(dated), dayIn(dated)) === lineage);
    return saying(last?.dated ?? 0, last?.said ?? 0);
  });
}

describe('landmarks of the past', () => {
  it('lead to the report that stood, on any day, as known at any position, also after more was recorded', () => {
    fc.assert(
      fc.property(steps, fc.nat(40), questions, (drawn, before, asked) => {
        const columns = new ReportColumns();
        const stepped = (from: number, until: number): void => {
          for (let at = from; at < Math.min(until, drawn.length); at += 1) take(columns, drawn[at] as Step, at + 1);
        };
        stepped(0, before);
        const landmarks = new Landmarks(columns, lineagesIn(columns), LINEAGES);
        const ask = (some: typeof asked): void => {
          for (const { day, knownAt } of some as { day: number; knownAt: Position }[])
            if (landmarks.reaches(knownAt)) expect(found(landmarks, day, knownAt)).toEqual(told(columns, day, knownAt));
        };
        ask(asked.slice(0, 6));
        stepped(before, drawn.length);
        ask(asked);
      }),
      { numRuns: Number(process.env['COVERAGE_RUNS'] ?? 1000) },
    );
  });

  it('reach every position until something is recorded, and then those before it', () => {
    const columns = new ReportColumns();
    const report = { number: 1, effectiveFrom: 1, rank: 1, confirmedAt: 1 };
    columns.add({ ...report, position: 2 as Position });
    const landmarks = new Landmarks(columns, lineagesIn(columns), LINEAGES);
    const reached = () => [1, 2, 3, 9].filter((at) => landmarks.reaches(at as Position));
    expect(reached()).toEqual([1, 2, 3, 9]);
    columns.add({ ...report, position: 4 as Position });
    expect(reached()).toEqual([1, 2]);
  });
});
