import { describe, expect, it } from '@jest/globals';
import { targetGroupMembers } from '../../../src/domain/adoption/target-group.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { municipalitiesOn } from '../../../src/domain/municipality/graph.ts';
import { NEVER } from '../../../src/domain/position.ts';
import type { SolutionFact } from '../../../src/domain/solution/events.ts';
import { targetGroupOn } from '../../../src/domain/solution/standing.ts';
import { established, graphOf, merged, renumbered, split } from '../municipality/register.ts';
import { annulled, forAll, forCounties, forMunicipalities, solutionWith } from '../solution/events.ts';

/** Two counties; in 2020 one of 07 is renumbered into 38, 1103 and 1141 become 1103, and 0702 is merged into county 11; in 2024 1103 is split. */
const graph = graphOf(
  established('0701'), established('0702'), established('1101'), established('1103'), established('1141'),
  renumbered('0701', '3801', '2020-01-01'), merged(['1101', '0702'], '1101', '2020-01-01'), merged(['1103', '1141'], '1103', '2020-01-01'),
  split('1103', [['1103', 9_000], ['1142', 1_000]], '2024-01-01'),
); // prettier-ignore

function members(date: string, ...facts: (SolutionFact | ReturnType<typeof annulled>)[]): string[] {
  const asOf = date as CivilDate;
  const isMember = targetGroupMembers(graph, targetGroupOn(solutionWith({}, ...facts), { asOf, knownAt: NEVER }));
  return municipalitiesOn(graph, asOf).filter(isMember).map(({ number }) => number); // prettier-ignore
}

describe('the target group', () => {
  it('is all municipalities of the date before the first is given', () => {
    expect(members('2018-01-01', forCounties(['11'], '2018-01-02'))).toEqual(['0701', '0702', '1101', '1103', '1141']);
  });

  it('of all is all municipalities of the date', () => {
    expect(members('2024-01-01', forAll('2018-01-01'))).toEqual(['1101', '1103', '1142', '3801']);
  });

  it('of counties is their municipalities of its own day', () => {
    expect(members('2018-01-01', forCounties(['07'], '2018-01-01'))).toEqual(['0701', '0702']);
  });

  it('of counties is later whoever came from those, in whatever county', () => {
    expect(members('2020-01-01', forCounties(['07'], '2018-01-01'))).toEqual(['1101', '3801']);
  });

  it('of counties of a later day has nothing of who was there before', () => {
    expect(members('2020-01-01', forCounties(['11'], '2020-01-01'))).toEqual(['1101', '1103']);
  });

  it('of a list is those on it', () => {
    expect(members('2018-01-01', forMunicipalities(['0701', '1141'], '2018-01-01'))).toEqual(['0701', '1141']);
  });

  it('of a list is later whoever came from one on it, through every reform', () => {
    expect(members('2024-01-01', forMunicipalities(['0701', '1141'], '2018-01-01'))).toEqual(['1103', '1142', '3801']);
  });

  it('of a list means the municipality that had the number on its day, not who has it later', () => {
    expect(members('2024-01-01', forMunicipalities(['1103'], '2024-01-01'))).toEqual(['1103']);
  });

  it('is the last that was given by the date', () => {
    const changed = [forMunicipalities(['0701'], '2018-01-01'), forAll('2019-01-01')];
    expect([members('2018-12-31', ...changed), members('2019-01-01', ...changed).length]).toEqual([['0701'], 5]);
  });

  it('is the one before when the last is annulled', () => {
    expect(members('2019-01-01', forMunicipalities(['0701'], '2018-01-01'), forAll('2019-01-01'), annulled(3))).toEqual(['0701']);
  });
});
