import { afterAll, describe, expect, it } from '@jest/globals';
import { recorded, registerDigisos, report } from '../sector.ts';
import { type Service, startService } from '../service.ts';
import { askUntilLeaving, eventsIn, watchWaiting } from './following.ts';

const closing = new AbortController();
const service = await startService({ feed: { waitingAtMost: 2, closing: closing.signal } });
await registerDigisos(service);
afterAll(() => service.end());

const head = async ({ store }: Service = service): Promise<string> => `${store.logId}~${await service.head()}`;
const REPORTS = '/v1/solutions/digisos/adoptions';
let cases = 0;
const reportOn = (number: string) =>
  recorded(service.post(`${REPORTS}/${number}/reports`, report('2018-01-01', 'in-use', { evidence: `case ${(cases += 1)}` })));

const waiting = watchWaiting(service);

describe('a request that waits', () => {
  it('is answered by the first event that fits, as soon as it is there', async () => {
    const asked = service.get(`/v1/events?after=${await head()}&municipality=1201&wait=60`);
    await waiting(1);
    await reportOn('0301'); // not this one
    await reportOn('1201');
    const answer = await asked;
    expect(eventsIn(answer).map(({ subject }) => subject)).toEqual(['solutions/digisos/adoptions/1201']);
    expect(answer.headers['registry-next']).toBe(await head());
  });

  it('is answered at once where there is something already', async () => {
    expect(eventsIn(await service.get('/v1/events?limit=1&wait=60'))).toHaveLength(1);
  });

  it('is answered empty when its time is over, behind what has come meanwhile that does not fit', async () => {
    const asked = service.get(`/v1/events?after=${await head()}&municipality=1201&wait=1`);
    await waiting(1);
    await reportOn('0301');
    const answer = await asked;
    expect([eventsIn(answer), answer.headers['registry-next']]).toEqual([[], await head()]);
  });

  it('is nobody any more when its client has gone', async () => {
    const target = `/v1/events?after=${await head()}&wait=60`;
    const asked = [askUntilLeaving(service, target), askUntilLeaving(service, target)];
    await waiting(2);
    for (const { leave } of asked) leave();
    await waiting(0);
    const next = service.get(target); // there is room again
    await waiting(1);
    await reportOn('0301');
    expect((await next).status).toBe(200);
  });

  it('is one of so many at most: one more is told to come again, and may still read', async () => {
    const target = `/v1/events?after=${await head()}&wait=60`;
    const asked = [service.get(target), service.get(target)];
    await waiting(2);
    const refused = await service.get(target);
    expect([refused.status, refused.problem('too-many-waiting').detail, refused.headers['retry-after']]).toEqual([
      503,
      '2 requests are waiting for the next event; ask for pages without wait, or again later',
      '5',
    ]);
    expect((await service.get(target.replace('wait=60', 'wait=0'))).status).toBe(200);
    expect((await service.get('/v1/events?limit=1&wait=60')).status).toBe(200);
    await reportOn('0301');
    expect((await Promise.all(asked)).map((answer) => eventsIn(answer).length)).toEqual([1, 1]);
    await waiting(0);
  });
});

describe('the end of the log', () => {
  it('that a client has seen is 304, and still leads on', async () => {
    const target = `/v1/events?after=${await head()}`;
    const { etag, headers } = await service.get(target);
    const again = await service.get(target, { 'If-None-Match': etag });
    expect([again.status, again.text, again.etag]).toEqual([304, '', etag]);
    expect([again.headers['link'], again.headers['registry-next']]).toEqual([headers['link'], headers['registry-next']]);
  });

  it('is not 304 any more when an event has come', async () => {
    const target = `/v1/events?after=${await head()}`;
    const { etag } = await service.get(target);
    await reportOn('0301');
    const again = await service.get(target, { 'If-None-Match': etag });
    expect([again.status, eventsIn(again).length]).toEqual([200, 1]);
  });

  it('is not 304 to a filter that nothing fitted when the log has grown: it leads further', async () => {
    const target = `/v1/events?after=${await head()}&municipality=1201`;
    const { etag } = await service.get(target);
    await reportOn('0301');
    const again = await service.get(target, { 'If-None-Match': etag });
    expect([again.status, eventsIn(again), again.headers['registry-next']]).toEqual([200, [], await head()]);
  });

  it('that stays as it was is waited at before it is 304', async () => {
    const target = `/v1/events?after=${await head()}&wait=1`;
    const { etag } = await service.get(target);
    const asked = service.get(target, { 'If-None-Match': etag });
    await waiting(1);
    expect((await asked).status).toBe(304);
  });

  it('is answered with what comes while a client waits that has seen it', async () => {
    const target = `/v1/events?after=${await head()}&wait=60`;
    const short = target.replace(/60$/, '0');
    const { etag } = await service.get(short);
    const asked = service.get(target, { 'If-None-Match': etag });
    await waiting(1);
    await reportOn('0301');
    const answer = await asked;
    expect([answer.status, eventsIn(answer).length]).toEqual([200, 1]);
  });

  it('has another tag where the contract is found under another name, since dataschema names it', async () => {
    const target = '/v1/events?limit=1';
    const [here, there] = [await service.get(target), await service.get(target, { Host: 'localhost:9' })];
    expect(eventsIn(there)[0]?.dataschema).toMatch(/^http:\/\/localhost:9\/openapi.json#/);
    expect(there.etag).not.toBe(here.etag);
  });
});

// The last: who comes after it does not wait.
describe('a service that stops', () => {
  it('answers those who wait, and lets nobody wait any more', async () => {
    const target = `/v1/events?after=${await head()}&wait=60`;
    const asked = [service.get(target), service.get(`${target}&municipality=1201`)];
    await waiting(2);
    closing.abort();
    const answers = [...(await Promise.all(asked)), await service.get(target)];
    expect(answers.map((answer) => [answer.status, eventsIn(answer)])).toEqual([[200, []], [200, []], [200, []]]); // prettier-ignore
  });
});
