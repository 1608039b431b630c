import { describe, expect, it } from '@jest/globals';
import { bearings } from '../../../src/domain/adoption/bearing.ts';
import { coverageRows } from '../../../src/domain/adoption/coverage.ts';
import type { AdoptionEvent } from '../../../src/domain/adoption/events.ts';
import { revisions } from '../../../src/domain/adoption/revision.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { RegisterEvent } from '../../../src/domain/municipality/events.ts';
import type { Municipality } from '../../../src/domain/municipality/graph.ts';
import type { Position } from '../../../src/domain/position.ts';
import { counted, established, graphOf, merged, renumbered } from '../municipality/register.ts';
import { reported, reportsOf } from './reports.ts';

const asOf = '2020-06-30' as CivilDate;

interface Known {
  readonly register: readonly RegisterEvent[];
  readonly reports?: readonly AdoptionEvent[];
  readonly isMember?: (municipality: Municipality) => boolean;
  readonly confirmationMonths?: number | null;
}

function known({ register, reports = [], isMember = () => true, confirmationMonths = null }: Known) {
  const graph = graphOf(...register);
  const question = { asOf, stage: 'in-use', inheritance: 'majority', confirmationMonths, isMember } as const;
  return { graph, rows: coverageRows(graph, question, reportsOf(...reports)) };
}

/** Of which municipalities something else is known, with the stages before and after. */
const told = (before: Known, after: Known) =>
  revisions(known(before), known(after), 'majority', []).map((one) => [
    one.municipalityNumber,
    one.before?.standing.stages.majority,
    one.after?.standing.stages.majority,
  ]);

const two = ['1101', '1102'].flatMap((number) => [established(number), counted(number, 100)]);
const inUse = (number: string, details = {}) => reported(number, 'in-use', '2018-01-01', details);

describe('between two positions', () => {
  it('nothing has changed where the same is known', () => {
    const same = { register: two, reports: [inUse('1101')] };
    expect(told(same, same)).toEqual([]);
  });

  it('a late report has changed who made it and nobody else', () => {
    expect(told({ register: two }, { register: two, reports: [inUse('1101')] })).toEqual([['1101', null, 'in-use']]);
  });

  it.each([
    ['the stage, also one below that asked for', { reports: [reported('1101', 'planned', '2018-01-01')] }],
    ['the target group', { isMember: ({ number }: Municipality) => number !== '1101' }],
    ['inhabitants', { register: [...two, counted('1101', 101, '2020-01-01')] }],
    ['when inhabitants were counted', { register: [...two, counted('1101', 100, '2020-01-01')] }],
  ])('%s makes a change', (_, change) => {
    expect(told({ register: two }, { register: two, ...change }).map(([number]) => number)).toEqual(['1101']);
  });

  it('how fresh a confirmation is makes a change', () => {
    const reports = [inUse('1101')];
    expect(told({ register: two, reports }, { register: two, reports, confirmationMonths: 1 }).map(([number]) => number)).toEqual(['1101']);
  });

  it('an independent confirmation of what stands makes none', () => {
    expect(told({ register: two, reports: [inUse('1101')] }, { register: two, reports: [inUse('1101', { source: 'measured' })] })).toEqual(
      [],
    );
  });

  it('a reform that came to be known has ended those of the date and begun others', () => {
    const later = [...two, merged(['1101', '1102'], '1199', '2020-01-01')];
    expect(told({ register: two, reports: [inUse('1101')] }, { register: later, reports: [inUse('1101')] })).toEqual([
      ['1101', 'in-use', undefined],
      ['1102', null, undefined],
      ['1199', undefined, null],
    ]);
  });

  it('names what bears on who was there and on who is there now', () => {
    const renumbering = renumbered('1101', '1111', '2020-01-01');
    const events = bearings([{ eventId: 'renumbering', position: 9 as Position, was: null, is: renumbering }], asOf);
    const found = revisions(known({ register: two }), known({ register: [...two, renumbering] }), 'majority', events);
    expect(found.map((one) => [one.municipalityNumber, one.events.map(({ eventId }) => eventId)])).toEqual([
      ['1101', ['renumbering']],
      ['1111', ['renumbering']],
    ]);
  });
});
