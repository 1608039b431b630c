import { afterAll, describe, expect, it } from '@jest/globals';
import { v4 } from 'uuid';
import { REGISTER_STREAM } from '../../src/domain/streams.ts';
import type { NewEvent } from '../../src/eventstore/port.ts';
import { provenance } from '../eventstore/events.ts';
import { cost, eventOf, NAV, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, startService } from './service.ts';

const service = await startService();
afterAll(() => service.end());
await registerDigisos(service);
await recorded(service.post('/v1/solutions', registration('akson')));

const SOLUTION = '/v1/solutions/digisos';
const reportOn = async (number: string, from: string) =>
  eventOf(await recorded(service.post(`${SOLUTION}/adoptions/${number}/reports`, report(from))));
const oslo = await reportOn('0301', '2018-05-08');
const stavanger = await reportOn('1103', '2018-02-19');

const QUESTIONS = [
  'asOf=2019-12-31',
  'asOf=2020-12-31',
  'asOf=2020-12-31&inheritance=any',
  'asOf=2020-12-31&stage=planned',
  'asOf=2020-12-31&capability=innsyn',
];

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** The same rows page by page: written for each request. */
async function paged(query: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let next: string | null = `${SOLUTION}/coverage/municipalities?${query}&limit=100`; next !== null; ) {
    const page: Page = JSON.parse((await service.get(next)).text) as Page;
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

const whole = (query: string): Promise<Answer> => service.get(`${SOLUTION}/coverage/municipalities?${query}`);

/** Everything that the rows rest on, and some that they do not, one after the other. */
const WRITES: readonly (readonly [what: string, write: () => Promise<Answer>])[] = [
  ['a report', () => service.post(`${SOLUTION}/adoptions/5001/reports`, report('2018-03-01'))],
  ['a late report on a predecessor', () => service.post(`${SOLUTION}/adoptions/1141/reports`, report('2017-06-01', 'planned'))],
  ['a report on a capability', () => service.post(`${SOLUTION}/adoptions/0301/reports`, report('2018-06-01', 'in-use', { capability: 'innsyn' }))],
  ['a correction', () => service.change(`/v1/facts/${oslo}/corrections`, { reason: 'feil dato', fact: report('2020-06-08') })],
  ['an annulment', () => service.change(`/v1/facts/${stavanger}/annulments`, { reason: 'feil kommune' })],
  ['a target group', () => service.change(`${SOLUTION}/target-group-changes`, { effectiveFrom: '2019-01-01', kind: 'counties', numbers: ['03', '11'] })],
  ['a term of confirmation', () => service.change(`${SOLUTION}/description-changes`, { effectiveFrom: '2019-01-01', names: { nb: 'Digisos' }, capabilities: [{ id: 'innsyn', names: { nb: 'Innsyn' } }], confirmationMonths: 3 })],
  ['a cost, which they do not rest on', () => service.post(`${SOLUTION}/cost-updates`, cost(100))],
  ['an owner of another solution', () => service.change('/v1/solutions/akson/ownership-changes', { effectiveFrom: '2020-01-01', owners: [{ organisationNumber: NAV }] })],
]; // prettier-ignore

describe('the municipalities behind a coverage', () => {
  it.each(WRITES)('are, after %s, those that pages give, and no tag stands for two answers', async (_what, write) => {
    const before = await Promise.all(QUESTIONS.map(whole));
    await recorded(write());
    for (const [index, query] of QUESTIONS.entries()) {
      const after = await whole(query);
      expect((JSON.parse(after.text) as Page).items).toEqual(await paged(query));
      expect(after.text === before[index]?.text).toBe(false); // the position has moved
      expect(after.etag).not.toBe(before[index]?.etag);
      const again = await whole(query);
      expect([again.text, again.etag]).toEqual([after.text, after.etag]);
      expect((await service.get(`${SOLUTION}/coverage/municipalities?${query}`, { 'If-None-Match': after.etag })).status).toBe(304);
      expect(
        (await service.get(`${SOLUTION}/coverage/municipalities?${query}`, { 'If-None-Match': before[index]?.etag ?? '' })).status,
      ).toBe(200);
    }
  });

  it('are, after a correction of the register alone, those that it gives', async () => {
    const query = 'asOf=2020-12-31';
    const inhabitantsOfOslo = async (): Promise<unknown> => {
      const { items } = JSON.parse((await whole(query)).text) as { items: { municipalityNumber: string; inhabitants: number }[] };
      return items.find(({ municipalityNumber }) => municipalityNumber === '0301')?.inhabitants;
    };
    const before = await inhabitantsOfOslo();
    const register = await Array.fromAsync(service.store.readStream(REGISTER_STREAM));
    const counted = register.find(({ type, data }) => type === 'PopulationCounted' && 'countedOn' in data && data.municipalityNumber === '0301' && data.countedOn === '2020-01-01'); // prettier-ignore
    const fact = { type: 'PopulationCounted', data: { ...counted?.data, inhabitants: 700_001 } };
    const data = { factId: counted?.id, reason: 'counted anew', fact };
    const correction = { type: 'RegisterFactCorrected', id: v4(), data, metadata: provenance() } as unknown as NewEvent;
    const { position } = await service.store.append(REGISTER_STREAM, [correction], register.length - 1);
    await service.registry.follower.waitFor(position, 60_000);
    expect([before, await inhabitantsOfOslo()]).toEqual([693_494, 700_001]);
  });

  it('are those of the solution asked for, where nothing was recorded on it or another since the register changed', async () => {
    const of = async (solution: string) =>
      JSON.parse((await service.get(`/v1/solutions/${solution}/coverage/municipalities?asOf=2020-12-31`)).text) as {
        solutionId: string;
        items: { stage: string | null }[];
      };
    const [digisos, akson] = [await of('digisos'), await of('akson')];
    expect([digisos.solutionId, akson.solutionId]).toEqual(['digisos', 'akson']);
    expect(digisos.items.length).not.toBe(akson.items.length);
  });

  it('are what was known at an earlier position, whatever was answered since', async () => {
    const query = 'asOf=2020-12-31';
    const { position } = JSON.parse((await whole(query)).text) as { position: string };
    const earlier = await whole(query);
    await recorded(service.post(`${SOLUTION}/adoptions/1101/reports`, report('2019-03-01')));
    expect((await whole(query)).text).not.toBe(earlier.text);
    expect((await whole(`${query}&knownAt=${position}`)).text).toBe(earlier.text);
  });

  it('have a tag of their own for every question', async () => {
    const tags = await Promise.all(QUESTIONS.map(async (query) => (await whole(query)).etag));
    expect(new Set(tags).size).toBe(QUESTIONS.length);
  });
});
