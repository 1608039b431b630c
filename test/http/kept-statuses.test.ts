import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import request from 'supertest';
import { v4 } from 'uuid';
import { REGISTER_STREAM } from '../../src/domain/streams.ts';
import type { NewEvent } from '../../src/eventstore/port.ts';
import { createApp } from '../../src/http/app.ts';
import { established } from '../domain/municipality/register.ts';
import { provenance } from '../eventstore/events.ts';
import {
  cost,
  eventOf,
  KS,
  NAV,
  NORSK_HELSENETT,
  organisationNumbered,
  recorded,
  registerDigisos,
  registration,
  report,
} from './sector.ts';
import { type Answer, startService } from './service.ts';

const service = await startService();
afterAll(() => service.end());
await registerDigisos(service);
await recorded(service.post('/v1/solutions', registration('akson')));

const SOLUTION = '/v1/solutions/digisos';
const QUESTIONS = ['asOf=2019-12-31', 'asOf=2020-12-31', 'asOf=2016-12-31', ''];

const status = (query: string): Promise<Answer> => service.get(`${SOLUTION}/status?${query}`);

/** What a service answers that was asked nothing before. */
async function afresh(query: string): Promise<unknown> {
  const { registry } = service;
  const app = createApp({ registry, logger: pino({ level: 'silent' }), validateResponses: true });
  return (await request(app).get(`${SOLUTION}/status?${query}`)).body as unknown;
}

const change = (target: string, body: object) => service.change(`${SOLUTION}/${target}`, { effectiveFrom: '2018-01-01', ...body });
let oslo = '';

/** Everything that a status rests on, and some that it does not, one after the other. */
const WRITES: readonly (readonly [what: string, write: () => Promise<Answer>])[] = [
  ['a phase', () => change('phase-changes', { phase: 'operation' })],
  ['an owner', () => change('ownership-changes', { owners: [{ organisationNumber: NAV }] })],
  ['a premise-giver', () => change('role-changes', { role: 'premise-giver', organisationNumber: KS })],
  ['a supplier', () => change('supplier-assignments', { responsibility: 'operation', organisationNumber: NORSK_HELSENETT })],
  ['a cost', () => service.post(`${SOLUTION}/cost-updates`, cost(100))],
  ['a report', async () => { const answer = await service.post(`${SOLUTION}/adoptions/0301/reports`, report('2018-05-08')); oslo = eventOf(answer); return answer; }],
  ['a report on a capability', () => service.post(`${SOLUTION}/adoptions/1103/reports`, report('2018-06-01', 'in-use', { capability: 'innsyn' }))],
  ['a correction', () => service.change(`/v1/facts/${oslo}/corrections`, { reason: 'feil dato', fact: report('2020-06-08') })],
  ['an annulment', () => service.change(`/v1/facts/${oslo}/annulments`, { reason: 'feil kommune' })],
  ['an organisation', () => service.post('/v1/organisations', { organisationNumber: organisationNumbered(91000000), name: 'En til', sector: 'private' })],
  ['a report on another solution', () => service.post('/v1/solutions/akson/adoptions/0301/reports', report('2018-05-08'))],
]; // prettier-ignore

describe('the status of a solution', () => {
  it.each(WRITES)('is, after %s, what a service answers that has kept nothing, and no tag stands for two answers', async (_what, write) => {
    const before = await Promise.all(QUESTIONS.map(status));
    await recorded(write());
    for (const [index, query] of QUESTIONS.entries()) {
      const after = await status(query);
      expect(JSON.parse(after.text)).toEqual(await afresh(query));
      expect(after.etag).not.toBe(before[index]?.etag); // the position has moved
      const again = await status(query);
      expect([again.text, again.etag]).toEqual([after.text, after.etag]);
      expect((await service.get(`${SOLUTION}/status?${query}`, { 'If-None-Match': after.etag })).status).toBe(304);
      expect((await service.get(`${SOLUTION}/status?${query}`, { 'If-None-Match': before[index]?.etag ?? '' })).status).toBe(200);
    }
  });

  it('counts the municipalities that the register has learned of since', async () => {
    const municipalities = async (): Promise<number> =>
      (JSON.parse((await status('asOf=2020-12-31')).text) as { adoption: { municipalities: number } }).adoption.municipalities;
    const before = await municipalities();
    const { length } = await Array.fromAsync(service.store.readStream(REGISTER_STREAM));
    const event = { ...established('1199'), id: v4(), metadata: provenance() } as NewEvent;
    const { position } = await service.store.append(REGISTER_STREAM, [event], length - 1);
    await service.registry.follower.waitFor(position, 60_000);
    expect(await municipalities()).toBe(before + 1);
  });

  it('is what was known at an earlier position, whatever was answered since', async () => {
    const earlier = await status('asOf=2020-12-31');
    const { position } = JSON.parse(earlier.text) as { position: string };
    await recorded(service.post(`${SOLUTION}/adoptions/4204/reports`, report('2020-03-01')));
    expect((await status('asOf=2020-12-31')).text).not.toBe(earlier.text);
    expect((await status(`asOf=2020-12-31&knownAt=${position}`)).text).toBe(earlier.text);
  });

  it('is told anew on another day', async () => {
    const today = await status('');
    service.clock.set('2026-02-04T09:00:00.000Z');
    expect((await status('')).text).not.toBe(today.text);
  });
});
