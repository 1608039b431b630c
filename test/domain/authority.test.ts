import { describe, expect, it } from '@jest/globals';
import { type Act, mayRecord } from '../../src/domain/authority.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { MunicipalityNumber } from '../../src/domain/municipality/number.ts';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import { established, graphOf, merged, renumbered } from './municipality/register.ts';
import { helsedirektoratet, ks, nav, norskHelsenett, registry } from './registry-facts.ts';
import { assigned, owned, released, solutionId, solutionWith } from './solution/events.ts';

const oslo = '958935420' as OrganisationNumber;
const flesberg = '946760593' as OrganisationNumber;
const stavanger = '964965226' as OrganisationNumber;

const facts = registry({
  municipalities: graphOf(
    established('0301', '2017-01-01', oslo),
    established('0631'),
    renumbered('0631', '3050', '2020-01-01', flesberg),
    established('1103'),
    established('1141'),
    merged(['1103', '1141'], '1103', '2020-01-01', stavanger),
  ),
  solution: solutionWith(
    {},
    owned([[ks, null]], '2020-01-01'),
    owned([[nav, null]], '2022-01-01'),
    assigned('support', helsedirektoratet, '2020-01-01'),
    released('support', '2022-01-01'),
  ),
});

const may = (consumer: OrganisationNumber, act: Act, today = '2021-06-01', recorder?: string): boolean =>
  mayRecord(consumer, act, today as CivilDate, facts, recorder).length === 0;

const registration: Act = { kind: 'registration' };
const ownership: Act = { kind: 'ownership', solutionId };
const cost: Act = { kind: 'cost', solutionId };
const phase: Act = { kind: 'other-solution-fact', solutionId };
const adoption = (municipalityNumber: string, effectiveFrom = '2021-01-01', solution: string = solutionId): Act => ({
  kind: 'adoption',
  solutionId: solution,
  municipalityNumber: municipalityNumber as MunicipalityNumber,
  effectiveFrom: effectiveFrom as CivilDate,
});
const acts: [string, Act][] = [
  ['a registration', registration],
  ['an ownership', ownership],
  ['a cost', cost],
  ['a phase', phase],
  ['an adoption', adoption('0301')],
];

/** What an organisation may record, of all acts. */
const rightsOf = (consumer: OrganisationNumber, today?: string): string[] =>
  acts.filter(([, act]) => may(consumer, act, today)).map(([name]) => name);

describe('the right to record', () => {
  it('everything is the national supplier function’s', () => {
    expect(rightsOf(norskHelsenett)).toEqual(acts.map(([name]) => name));
  });

  it('all of its solution but registration and ownership is the owner’s', () => {
    expect(rightsOf(ks)).toEqual(['a cost', 'a phase', 'an adoption']);
  });

  it('cost and adoption is an assigned supplier’s', () => {
    expect(rightsOf(helsedirektoratet)).toEqual(['a cost', 'an adoption']);
  });

  it('its own adoption is a municipality’s', () => {
    expect(rightsOf(oslo)).toEqual(['an adoption']);
  });

  it('nothing is a stranger’s', () => {
    expect(rightsOf(flesberg)).toEqual([]);
  });

  it.each([
    ['an owner from the day of its ownership', nav, '2022-01-01', true],
    ['an owner on the day before its ownership', nav, '2021-12-31', false],
    ['an owner on the day on which another took over', ks, '2022-01-01', false],
    ['a supplier on its last day', helsedirektoratet, '2021-12-31', true],
    ['a supplier on the day of its release', helsedirektoratet, '2022-01-01', false],
    ['a supplier on the day before its assignment', helsedirektoratet, '2019-12-31', false],
  ])('counts on the day of the request: %s', (_, consumer, today, allowed) => {
    expect(may(consumer, cost, today)).toBe(allowed);
  });

  it('of one solution says nothing of another', () => {
    expect(may(ks, adoption('0301', '2021-01-01', 'kjernejournal'))).toBe(false);
  });

  it.each([
    ['to correct or annul is also the one’s who recorded the fact', helsedirektoratet, true],
    ['is not another’s because somebody recorded the fact', nav, false],
  ])('%s', (_, consumer, allowed) => {
    expect(may(consumer, phase, '2021-06-01', helsedirektoratet)).toBe(allowed);
  });
});

describe('a municipality', () => {
  it.each([
    ['for itself', oslo, '0301', '2021-01-01', true],
    ['not for another', oslo, '1103', '2021-01-01', false],
    ['for itself under its older number', flesberg, '0631', '2019-06-01', true],
    ['for those that were merged into it', stavanger, '1141', '2019-06-01', true],
    ['for the one that had its number before the merger', stavanger, '1103', '2019-06-01', true],
    ['for its number on a date on which it was not valid, which is then refused for that', stavanger, '1141', '2021-01-01', true],
    ['not for a number that the register never had', stavanger, '9999', '2021-01-01', false],
  ])('speaks %s', (_, consumer, number, date, allowed) => {
    expect(may(consumer, adoption(number, date))).toBe(allowed);
  });

  it('that a later reform begins does not speak yet', () => {
    expect(may(stavanger, adoption('1141', '2019-01-01'), '2019-06-01')).toBe(false);
  });
});

describe('a refusal', () => {
  it('says who would be allowed', () => {
    const [rejection] = mayRecord(oslo, cost, '2021-06-01' as CivilDate, facts);
    expect(rejection).toMatchObject({
      code: 'not-allowed',
      details: {
        consumer: oslo,
        act: 'cost',
        allowed: ['the national supplier function', 'an owner of the solution', 'a supplier assigned to the solution'],
      },
    });
  });
});
