import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aboutOf } from '../../src/domain/about.ts';
import { position, START } from '../../src/domain/position.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import { type EventFilter, LogIndex } from '../../src/projections/log-index.ts';

const report = (type: string, solution: string, municipality: string) => ({
  type,
  stream: `nsr.adoption-${solution}.${municipality}`,
  data: type === 'AdoptionReported' ? { solutionId: solution, municipalityNumber: municipality } : { factId: 'one', reason: 'wrong' },
});
const merger = (into: string, ...predecessors: string[]) => ({
  type: 'MunicipalitiesMerged',
  stream: 'nsr.register-municipalities',
  data: { municipalityNumber: into, predecessors: predecessors.map((municipalityNumber) => ({ municipalityNumber })) },
});
const phase = (solution: string) => ({ type: 'PhaseChanged', stream: `nsr.solution-${solution}`, data: { solutionId: solution } });
const county = { type: 'CountyEnded', stream: 'nsr.register-municipalities', data: { countyNumber: '11' } };

type Said = ReturnType<typeof report> | ReturnType<typeof merger> | ReturnType<typeof phase> | typeof county;
/** Some positions are nobody's, as on an engine that counts bytes. */
const placed = (said: readonly Said[]): Recorded[] =>
  said.map((event, index) => ({ ...event, position: position(3 * index + 2) }) as unknown as Recorded);
const indexed = (log: readonly Recorded[]): LogIndex => {
  const index = new LogIndex();
  for (const event of log) index.fold(event);
  return index;
};

const SOLUTIONS = ['a', 'b', 'c'];
const NUMBERS = ['0000', '0301', '1103', '1141', '9999'];
const event: fc.Arbitrary<Said> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('AdoptionReported', 'AdoptionReportCorrected', 'AdoptionReportAnnulled'),
      fc.constantFrom(...SOLUTIONS),
      fc.constantFrom(...NUMBERS),
    )
    .map((chosen) => report(...chosen)),
  fc
    .tuple(fc.constantFrom(...NUMBERS), fc.uniqueArray(fc.constantFrom(...NUMBERS), { minLength: 1 }))
    .map(([into, parts]) => merger(into, ...parts)),
  fc.constantFrom(...SOLUTIONS).map(phase),
  fc.constant(county),
);
const filter = fc.record(
  {
    types: fc.uniqueArray(fc.constantFrom('AdoptionReported', 'MunicipalitiesMerged', 'PhaseChanged', 'CountyEnded'), { minLength: 1 }),
    solutionIds: fc.uniqueArray(fc.constantFrom(...SOLUTIONS, 'nothing'), { minLength: 1 }),
    municipalityNumbers: fc.uniqueArray(fc.constantFrom(...NUMBERS, '5001'), { minLength: 1 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<EventFilter>;

/** By hand, event by event. */
const fits = ({ types, solutionIds, municipalityNumbers }: EventFilter, one: Recorded): boolean => {
  const about = aboutOf(one);
  const solution = 'solutionId' in about ? about.solutionId : undefined;
  const numbers = 'municipalityNumber' in about ? [about.municipalityNumber, ...('others' in about ? about.others : [])] : [];
  return (
    (types?.includes(one.type) ?? true) &&
    (solutionIds === undefined || (solution !== undefined && solutionIds.includes(solution))) &&
    (municipalityNumbers?.some((number) => numbers.includes(number)) ?? true)
  );
};

describe('the index of the log', () => {
  it('finds what filtering by hand finds, however much is asked for and looked at in one go', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), filter, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (said, asked, most, lookAt) => {
        const log = placed(said);
        const index = indexed(log);
        const found: number[] = [];
        for (let after = START; ; ) {
          const { positions, lookedUpTo } = index.next(after, asked, most, lookAt);
          expect(positions.length).toBeLessThanOrEqual(most);
          found.push(...positions);
          if (lookedUpTo === null) break;
          expect(lookedUpTo).toBeGreaterThan(after);
          after = lookedUpTo;
        }
        expect(found).toEqual(log.filter((one) => fits(asked, one)).map((one) => one.position));
      }),
      { numRuns: 500 },
    ); // prettier-ignore
  });

  it('looks at no more than it may, and says how far it came', () => {
    const index = indexed(placed([phase('a'), phase('a'), phase('a'), phase('b')]));
    expect(index.next(START, { solutionIds: ['b'] }, 10, 2)).toEqual({ positions: [], lookedUpTo: 5 });
  });

  it('has reached the end where nothing more is to be looked at', () => {
    const index = indexed(placed([phase('a'), phase('b')]));
    expect(index.next(position(5), {}, 10)).toEqual({ positions: [], lookedUpTo: null });
    expect(index.next(START, {}, 3)).toEqual({ positions: [2, 5], lookedUpTo: null });
  });

  it('begins behind a position that is nobody’s, too', () => {
    const index = indexed(placed([phase('a'), phase('b')]));
    expect(index.next(position(3), {}, 10).positions).toEqual([5]);
  });

  it('keeps its columns when they grow', () => {
    const log = placed(
      Array.from({ length: 5_000 }, (_, index) => (index % 1_000 === 999 ? phase('a') : report('AdoptionReported', 'b', '0301'))),
    );
    expect(indexed(log).next(START, { solutionIds: ['a'] }, 10).positions).toEqual(
      [999, 1_999, 2_999, 3_999, 4_999].map((row) => 3 * row + 2),
    );
  });
});
