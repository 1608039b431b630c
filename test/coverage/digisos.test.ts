import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import request from 'supertest';
import { coverageOf, type CoverageRow, coverageRows, type Figure } from '../../src/domain/adoption/coverage.ts';
import { INHERITANCES } from '../../src/domain/adoption/inheritance.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER } from '../../src/domain/position.ts';
import { createApp } from '../../src/http/app.ts';
import { registryOfDigisos, type RegistryOfDigisos } from './digisos-registry.ts';
import { changes, type Counted, figuresOf, municipalitiesOf, type Rule } from './digisos-tables.ts';

let digisos: RegistryOfDigisos;
beforeAll(async () => {
  digisos = await registryOfDigisos();
});
afterAll(() => digisos.close());

/** Every day from 2018-01-01 to 2024-12-31. */
const days = Array.from({ length: 2_557 }, (_, index) => new Date(Date.UTC(2018, 0, 1 + index)).toISOString().slice(0, 10));

/** What the tables say of every day: counted anew on each day on which they change. */
const counted = new Map<string, Counted[]>();
for (const [index, day] of days.entries())
  counted.set(day, (!changes.has(day) && counted.get(days[index - 1] ?? '')) || municipalitiesOf(day));
const countedOn = (day: string): readonly Counted[] => counted.get(day) ?? [];

const rowsOn = (day: string, inheritance: Rule): CoverageRow[] => {
  const { municipalities, adoptions } = digisos.registry.models;
  const question = { asOf: day as CivilDate, stage: 'in-use', inheritance, confirmationMonths: null, isMember: () => true } as const;
  return coverageRows(municipalities.graph(), question, adoptions.reportsOf('digisos', null, NEVER));
};
const figures = ({ numerator, denominator, unknown, inherited, partial }: Figure) => ({
  numerator,
  denominator,
  unknown,
  inherited,
  partial,
});
/** How a municipality counts, in one line: its number, reached, partial, inhabitants, known, inherited. */
const shownRow = ({ municipality, reached, partial, population, standing: { source } }: CoverageRow): string =>
  [municipality.number, reached, partial, population?.inhabitants, source !== 'unknown', source === 'inherited'].join(' ');
const countedRow = ({ number, uses, inhabitants, known, inherited }: Counted, rule: Rule): string =>
  [number, uses[rule], uses.any && !uses.all, inhabitants, known, inherited].join(' ');
const byCount = () => 1;
const byInhabitants = ({ inhabitants }: Counted) => inhabitants;

describe('the roll-out of Digisos', () => {
  it('is recorded with all its rows', () => {
    expect(digisos.recorded).toBe(232);
  });

  it('is asked for on every day of seven years', () => {
    expect([days[0], days.at(-1)]).toEqual(['2018-01-01', '2024-12-31']);
  });
});

describe('on every day from 2018 to 2024', () => {
  it.each(INHERITANCES)('every municipality and every figure is as it is counted from the tables, under the rule %s', (rule) => {
    for (const day of days) {
      const [rows, of] = [rowsOn(day, rule), countedOn(day)];
      expect(rows.map(shownRow).join('\n')).toBe(of.map((one) => countedRow(one, rule)).join('\n'));
      const { municipalities, population } = coverageOf(rows);
      expect({ day, municipalities: figures(municipalities), population: figures(population) }).toEqual({
        day,
        municipalities: figuresOf(of, rule, byCount),
        population: figuresOf(of, rule, byInhabitants),
      });
    }
  });
});

describe('over HTTP', () => {
  /** A day a quarter, every New Year and the day before it, and some days on which municipalities began or withdrew. */
  const asked = [
    ...days.filter((day) => /-(01-01|12-31|03-24|07-01|10-31)$/.test(day)),
    '2018-02-18', '2018-02-19', '2018-05-04', '2018-05-08', '2018-12-14', '2018-12-18', '2020-05-26',
  ]; // prettier-ignore
  let app: RequestListener;
  beforeAll(() => {
    app = createApp({ registry: digisos.registry, logger: pino({ level: 'silent' }), validateResponses: true });
  });
  const get = async (path: string, rule: Rule, day: string) => {
    const answer = await request(app).get(`/v1/solutions/digisos/coverage${path}`).query({ asOf: day, inheritance: rule });
    return answer.body as Record<string, unknown>;
  };

  it.each(INHERITANCES)('the figures are those that are counted from the tables, under the rule %s', async (rule) => {
    for (const day of asked) {
      const { municipalities, population } = (await get('', rule, day)) as { municipalities: Figure; population: Figure };
      expect({ day, municipalities: figures(municipalities), population: figures(population) }).toEqual({
        day,
        municipalities: figuresOf(countedOn(day), rule, byCount),
        population: figuresOf(countedOn(day), rule, byInhabitants),
      });
    }
  });

  it.each(INHERITANCES)('the municipalities are those that are counted from the tables, under the rule %s', async (rule) => {
    for (const day of asked) {
      const { items } = (await get('/municipalities', rule, day)) as { items: Record<string, unknown>[] };
      const shown = items.map(({ municipalityNumber, reached, inhabitants }) => [municipalityNumber, reached, inhabitants].join());
      expect([day, ...shown]).toEqual([day, ...countedOn(day).map((one) => [one.number, one.uses[rule], one.inhabitants].join())]);
    }
  });
});

describe('what is known of Digisos', () => {
  const reachedOn = (day: string, rule: Rule): string[] =>
    rowsOn(day, rule)
      .filter(({ reached }) => reached)
      .map(({ municipality }) => municipality.number);

  it('on 2018-12-31 it was used by 22 of 422, these', () => {
    expect(reachedOn('2018-12-31', 'majority')).toEqual([
      '0301', '0403', '0529', '0532', '0624', '0626', '0701', '0712', '0806', '1102', '1103', '1119', '1122', '1124', '1130', '1133', '1134',
      '1135', '1201', '1247', '1866', '5001',
    ]); // prettier-ignore
    expect(coverageOf(rowsOn('2018-12-31', 'majority')).municipalities).toMatchObject({ numerator: 22, denominator: 422, share: 0.0521 });
  });

  it('Stavanger used it in 2019, and from 2020 on under majority and any, but not under all: two islands were silent', () => {
    const stavanger = (day: string) => INHERITANCES.filter((rule) => reachedOn(day, rule).includes('1103'));
    expect([stavanger('2019-12-31'), stavanger('2020-01-01')]).toEqual([
      ['all', 'majority', 'any'],
      ['majority', 'any'],
    ]);
  });

  it('majority and any agree on every day', () => {
    const differing = days.filter((day) => countedOn(day).some(({ uses }) => uses.majority !== uses.any));
    expect(differing).toEqual([]);
  });

  it('on 2024-12-31 it had spread so far, by each rule', () => {
    const spread = INHERITANCES.map((rule) => {
      const { municipalities, population } = coverageOf(rowsOn('2024-12-31', rule));
      return [rule, municipalities.numerator, municipalities.denominator, population.share];
    });
    expect(spread).toEqual([
      ['all', 192, 357, 0.7142],
      ['majority', 199, 357, 0.7708],
      ['any', 199, 357, 0.7708],
    ]);
  });
});
