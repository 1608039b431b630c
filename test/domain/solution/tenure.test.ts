import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { NEVER, type Position } from '../../../src/domain/position.ts';
import type { SolutionEvent } from '../../../src/domain/solution/events.ts';
import { ownershipsOn, suppliesOn } from '../../../src/domain/solution/tenure.ts';
import { idOf } from '../given.ts';
import { nav, norskHelsenett } from '../registry-facts.ts';
import { annulled, assigned, owned, released, solutionWith } from './events.ts';

/** Who owned on a date: number, share, since, until and the number of the fact, the registration being 1. */
function owners(asOf: string, events: readonly SolutionEvent[], knownAt: number = NEVER) {
  const solution = solutionWith({}, ...events);
  return ownershipsOn(solution, { asOf: asOf as CivilDate, knownAt: knownAt as Position }).map((one) => [one.organisationNumber, one.shareBasisPoints, one.since, one.until, one.eventId]); // prettier-ignore
}

function suppliers(asOf: string, ...events: SolutionEvent[]) {
  const supplies = suppliesOn(solutionWith({}, ...events), { asOf: asOf as CivilDate, knownAt: NEVER });
  return supplies.map((one) => [one.responsibility, one.organisationNumber, one.since, one.until, one.eventId]);
}

describe('an owner', () => {
  const alone = owned([[nav, null]], '2018-01-01');
  const half = owned([[nav, 5_000], [norskHelsenett, 5_000]], '2020-01-01'); // prettier-ignore

  it('has owned since the day of the fact, until a change that is known already', () => {
    expect(owners('2019-06-30', [alone, half])).toEqual([[nav, null, '2018-01-01', '2020-01-01', idOf(2)]]);
  });

  it('owns without an end where none is known', () => {
    expect(owners('2020-06-30', [alone, half])).toEqual([
      [nav, 5_000, '2020-01-01', null, idOf(3)],
      [norskHelsenett, 5_000, '2020-01-01', null, idOf(3)],
    ]);
  });

  it('has owned since the first of several facts that say the same of it', () => {
    const others = [owned([[nav, 5_000], [norskHelsenett, 5_000]], '2020-01-01'), owned([[norskHelsenett, 5_000], [nav, 5_000]], '2021-01-01')]; // prettier-ignore
    expect(owners('2021-06-30', others).map(([, , since, , fact]) => [since, fact])).toEqual([['2020-01-01', idOf(3)], ['2020-01-01', idOf(3)]]); // prettier-ignore
  });

  it('has owned since it came back, where it was away', () => {
    const away = [alone, owned([[norskHelsenett, null]], '2019-01-01'), owned([[nav, null]], '2020-01-01')];
    expect(owners('2020-06-30', away)).toEqual([[nav, null, '2020-01-01', null, idOf(4)]]);
  });

  it('is nobody before the first fact', () => {
    expect(owners('2017-12-31', [alone])).toEqual([]);
  });

  it('has no end in a change that was annulled', () => {
    expect(owners('2019-06-30', [alone, half, annulled(3)])).toEqual([[nav, null, '2018-01-01', null, idOf(2)]]);
  });

  it('has no end in a change that was recorded after what is asked for', () => {
    expect(owners('2019-06-30', [alone, half], 2)).toEqual([[nav, null, '2018-01-01', null, idOf(2)]]);
  });

  it('has owned since the day of a late report that goes before', () => {
    expect(owners('2018-06-30', [alone, owned([[nav, null]], '2017-01-01')])).toEqual([[nav, null, '2017-01-01', null, idOf(2)]]); // prettier-ignore
  });
});

describe('a supplier', () => {
  it('has a responsibility until it is released from it', () => {
    const events = [assigned('operation', norskHelsenett, '2018-01-01'), released('operation', '2020-01-01')];
    expect([suppliers('2019-12-31', ...events), suppliers('2020-01-01', ...events)]).toEqual([
      [['operation', norskHelsenett, '2018-01-01', '2020-01-01', idOf(2)]],
      [],
    ]);
  });

  it('has it until another takes over', () => {
    const events = [assigned('operation', norskHelsenett, '2018-01-01'), assigned('operation', nav, '2020-01-01')];
    expect(suppliers('2019-06-30', ...events)).toEqual([['operation', norskHelsenett, '2018-01-01', '2020-01-01', idOf(2)]]);
  });

  it('has each responsibility for itself', () => {
    const events = [assigned('support', norskHelsenett, '2019-01-01'), assigned('development', norskHelsenett, '2018-01-01')];
    expect(suppliers('2019-06-30', ...events).map(([responsibility, , since]) => [responsibility, since])).toEqual([
      ['development', '2018-01-01'],
      ['support', '2019-01-01'],
    ]);
  });
});
