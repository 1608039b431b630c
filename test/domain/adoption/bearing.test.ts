import { describe, expect, it } from '@jest/globals';
import { type BearingFact, bearings, bearingOn, type Step } from '../../../src/domain/adoption/bearing.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { Position } from '../../../src/domain/position.ts';
import { countyEnded, counted, established, graphOf, merged, municipality, renamed, renumbered, split } from '../municipality/register.ts';
import { forAll, redescribed, registered } from '../solution/events.ts';
import { reported } from './reports.ts';

const register = [
  established('1101'), established('1102'), established('1103'),
  renumbered('1101', '1111', '2019-01-01'),
  merged(['1111', '1102'], '1199', '2020-01-01'),
  // The number is given to another, as numbers are.
  established('1101', '2020-01-01'),
]; // prettier-ignore
const graph = graphOf(...register);

/** A step that recorded a fact, or changed what it says. */
const step = (is: BearingFact | null, was: BearingFact | null = null, position = 7): Step => ({
  eventId: `event ${position}`,
  position: position as Position,
  was,
  is,
});
const recorded = (fact: { type: string }) => step(fact as BearingFact);

/** Of these steps, the positions of those that bear on a municipality on a date. */
const bearOn = (number: string, asOf: string, ...steps: Step[]) =>
  bearingOn(bearings(steps, asOf as CivilDate), graph)(municipality(graph, number, asOf)).map(({ position }) => position);

describe('a report', () => {
  const report = (number: string, from: string) => recorded(reported(number, 'in-use', from));

  it('bears on who made it', () => {
    expect([bearOn('1103', '2020-06-30', report('1103', '2018-01-01')), bearOn('1199', '2020-06-30', report('1103', '2018-01-01'))]).toEqual([[7], []]); // prettier-ignore
  });

  it('bears on who came from the one that made it, by a renumbering and a merger', () => {
    expect(bearOn('1199', '2020-06-30', report('1101', '2018-01-01'))).toEqual([7]);
  });

  it('does not bear on another that has the number now', () => {
    expect(bearOn('1101', '2020-06-30', report('1101', '2018-01-01'))).toEqual([]);
  });

  it('does not bear on a date before its own', () => {
    expect(bearOn('1103', '2020-06-30', report('1103', '2020-07-01'))).toEqual([]);
  });

  it('bears on a date before its own where a correction has taken it from there, or brings it there', () => {
    const [early, late] = [reported('1103', 'in-use', '2018-01-01'), reported('1103', 'in-use', '2020-07-01')];
    expect(bearOn('1103', '2020-06-30', step(late, early, 7), step(early, late, 8))).toEqual([7, 8]);
  });

  it('bears on the date when it is annulled', () => {
    expect(bearOn('1103', '2020-06-30', step(null, reported('1103', 'in-use', '2018-01-01')))).toEqual([7]);
  });
});

describe('what is recorded of the solution', () => {
  it.each([
    ['its registration', registered()],
    ['a description', redescribed({}, '2020-01-01')],
    ['a target group', forAll('2020-01-01')],
  ])('bears on every municipality: %s', (_, fact) => {
    expect(['1101', '1103', '1199'].map((number) => bearOn(number, '2020-06-30', recorded(fact)))).toEqual([[7], [7], [7]]);
  });

  it('does not bear on a date before its own', () => {
    expect(bearOn('1103', '2020-06-30', recorded(forAll('2020-07-01')), recorded(redescribed({}, '2020-07-01')))).toEqual([]);
  });
});

describe('a fact of the register', () => {
  it.each([
    ['a count of it', counted('1199', 5, '2020-01-01'), '1199', true],
    ['a count of one that it came from', counted('1102', 5, '2018-01-01'), '1199', true],
    ['a count of another', counted('1103', 5, '2018-01-01'), '1199', false],
    ['a count after the date', counted('1199', 5, '2021-01-01'), '1199', false],
    ['the merger that it came from', merged(['1111', '1102'], '1199', '2020-01-01'), '1199', true],
    ['the renumbering of one that it came from', renumbered('1101', '1111', '2019-01-01'), '1199', true],
    ['a split of one that it came from', split('1102', [['1198', 5_000], ['1197', 5_000]], '2020-01-01'), '1199', true],
    ['a merger on the day after', merged(['1103'], '1150', '2020-07-01'), '1103', false],
    ['its own beginning', established('1103'), '1103', true],
    ['a name', renamed('1103', 'New', '2018-01-01'), '1103', false],
    ['the end of its county', countyEnded('11', '2018-01-01'), '1103', false],
  ] as const)('%s', (_, fact, number, bears) => {
    expect(bearOn(number, '2020-06-30', recorded(fact))).toEqual(bears ? [7] : []);
  }); // prettier-ignore
});

describe('the events that bear on a municipality', () => {
  it('stand once each, in the order of the log', () => {
    const merger = merged(['1111', '1102'], '1199', '2020-01-01') as BearingFact;
    const report = reported('1199', 'in-use', '2020-02-01');
    expect(bearOn('1199', '2020-06-30', step(report, null, 9), step(merger, merger, 8), step(forAll('2018-01-01') as BearingFact, null, 7))).toEqual([7, 8, 9]); // prettier-ignore
  });
});
