import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { dataPath } from '../../example/data.ts';
import { exampleRequests } from '../../example/requests.ts';
import { isCivilDate } from '../../src/domain/civil-date.ts';
import { SECTORS } from '../../src/domain/organisation/events.ts';
import { isOrganisationNumber } from '../../src/domain/organisation-number.ts';
import { PHASES } from '../../src/domain/solution/vocabulary.ts';
import { readTables } from '../../src/reference/tables.ts';

const requests = await exampleRequests();
const texts = (body: object, member: string): string[] =>
  Object.entries(body).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return texts(value, member);
    return key === member && typeof value === 'string' ? [value] : [];
  });
const all = (member: string): string[] => requests.flatMap(({ body }) => texts(body, member));

describe('the requests of the example', () => {
  it('name organisations, programmes and solutions only after they were registered', () => {
    const known = new Set<string>();
    const unknown = requests.flatMap(({ path, body }) => {
      const solution = /^\/v1\/solutions\/([^/]+)\//.exec(path)?.slice(1) ?? [];
      if (path === '/v1/organisations') known.add(texts(body, 'organisationNumber').join());
      if (path === '/v1/programmes' || path === '/v1/solutions') known.add(texts(body, 'id').join());
      return [...solution, ...texts(body, 'organisationNumber'), ...texts(body, 'programmeId')].filter((named) => !known.has(named));
    });
    expect(unknown).toEqual([]);
  });

  it('are all different, so that each has an idempotency key of its own', () => {
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(requests.length);
  });

  it('use dates, numbers and words that the domain has', () => {
    expect(all('effectiveFrom').filter((date) => !isCivilDate(date))).toEqual([]);
    expect(all('organisationNumber').filter((number) => !isOrganisationNumber(number))).toEqual([]);
    expect(all('phase').filter((phase) => !PHASES.some((one) => one === phase))).toEqual([]);
    expect(all('sector').filter((sector) => !SECTORS.some((one) => one === sector))).toEqual([]);
  });
});

describe('the Digisos table', () => {
  const rows: { date: string; event: string; number: string }[] = parse(readFileSync(dataPath('digisos.csv')), { columns: true });

  it('has 218 beginnings, 13 ends and one move', () => {
    const counts = Object.entries(Object.groupBy(rows, ({ event }) => event)).map(([event, of]) => [event, of?.length]);
    expect(Object.fromEntries(counts)).toEqual({ enabled: 218, disabled: 13, 'moved-to-central-config': 1 });
  });

  it('names every municipality by a number that was valid on the date', () => {
    const { names } = readTables();
    const isValid = (number: string, date: string): boolean =>
      names.some((row) => row.number === number && row.valid_from <= date && (row.valid_to === null || date < row.valid_to));
    expect(rows.filter(({ number, date }) => !isValid(number, date))).toEqual([]);
  });
});
