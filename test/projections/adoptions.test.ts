import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AdoptionEvent, AdoptionFact } from '../../src/domain/adoption/events.ts';
import { STAGES } from '../../src/domain/adoption/stage.ts';
import { type Adoption, evolve, noAdoption, reportIn } from '../../src/domain/adoption/state.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { entriesOf } from '../../src/domain/layered-map.ts';
import type { MunicipalityNumber } from '../../src/domain/municipality/number.ts';
import { NEVER, type Position } from '../../src/domain/position.ts';
import { adoptionStream } from '../../src/domain/streams.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import { Adoptions } from '../../src/projections/adoptions.ts';
import { Facts } from '../../src/projections/facts.ts';
import { annulled, corrected, reported } from '../domain/adoption/reports.ts';
import { idOf } from '../domain/given.ts';
import { solutionId } from '../domain/solution/events.ts';

const NUMBERS = ['0301', '1103', '5001'] as const;
const CAPABILITIES = [null, 'booking'] as const;
const DATES = ['1900-01-01', '2017-01-01', '2018-02-28', '2018-03-01', '2020-01-01', '2099-06-01', '2100-12-31'] as const;

/** Anything that a log may hold, also what no decision leads to: corrections of corrections, of what is annulled, of another timeline. */
const facts = fc.record({ stage: fc.constantFrom(...STAGES), day: fc.constantFrom(...DATES), confirmedAt: fc.constantFrom(...DATES) });
const steps = fc.array(
  fc.record({
    number: fc.constantFrom(...NUMBERS),
    capability: fc.constantFrom(...CAPABILITIES),
    kind: fc.constantFrom('report', 'report', 'correct', 'annul'),
    of: fc.nat({ max: 30 }),
    fact: facts,
  }),
  { maxLength: 30 },
);

type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

const eventOf = ({ number, capability, kind, of, fact: { stage, day, confirmedAt } }: Step): AdoptionEvent => {
  const fact: AdoptionFact = reported(number, stage, day, { capability, confirmedAt });
  if (kind === 'annul') return annulled(of);
  return kind === 'correct' ? corrected(of, fact) : fact;
};

/** Both folds of the same events: the columns, and the timelines of the domain by number. */
function folded(drawn: readonly Step[]) {
  const known = new Facts();
  const adoptions = new Adoptions(known);
  const timelines = new Map<string, Adoption>();
  for (const [index, step] of drawn.entries()) {
    const [id, position] = [idOf(index + 1), (index + 1) as Position];
    const stream = adoptionStream(solutionId, step.number);
    const event = { ...eventOf(step), id, position, stream, revision: 0, metadata: { consumer: '994598759' } } as Recorded<AdoptionEvent>;
    known.fold(event);
    adoptions.fold(event);
    timelines.set(step.number, evolve(timelines.get(step.number) ?? noAdoption, event));
  }
  return { adoptions, timelines };
}

describe('reports in columns', () => {
  it('are in force as on the timelines of the domain, on any date and as known at any position', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 31 }), (drawn, at) => {
        const { adoptions, timelines } = folded(drawn);
        for (const knownAt of [at as Position, NEVER])
          for (const capability of CAPABILITIES) {
            const reportOn = adoptions.reportsOf(solutionId, capability, knownAt);
            for (const number of NUMBERS)
              for (const date of DATES) {
                const { value: _, endedAt: __, ...expected } = { value: null, endedAt: null, ...reportIn(timelines.get(number) ?? noAdoption, capability, date as CivilDate, knownAt) }; // prettier-ignore
                expect({ ...reportOn(number as MunicipalityNumber, date as CivilDate) }).toEqual(expected);
              }
          }
      }),
      { numRuns: 300 },
    );
  });

  it('that nobody ended are live, each in its last version', () => {
    fc.assert(
      fc.property(steps, (drawn) => {
        const { adoptions, timelines } = folded(drawn);
        const live = [...timelines.values()].flatMap((adoption) => [...entriesOf(adoption.timelines)].flatMap(([, points]) => points).filter(({ endedAt }) => endedAt === NEVER)); // prettier-ignore
        const expected = live.map(({ factId, position, effectiveFrom, value: { data: { capability } } }) => ({ factId, position, capability, effectiveFrom })); // prettier-ignore
        const found = [...adoptions.liveReports(solutionId)].map(({ municipalityNumber: _, ...report }) => report);
        expect(found.sort((a, b) => a.position - b.position)).toEqual(expected.sort((a, b) => a.position - b.position));
      }),
    );
  });
});
