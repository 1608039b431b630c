import { afterAll, describe, expect, it } from '@jest/globals';
import { ailing, type Ailment, outcomeUnknown } from './faults.ts';
import { as, eventOf, HELSEDIREKTORATET, NAV, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, type Headers, type Service, startService, TODAY } from './service.ts';

const ailment: Ailment = {};
const service = await startService({ between: ailing(ailment) });
await registerDigisos(service);
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';
const reportsOf = (number: string): string => `${DIGISOS}/adoptions/${number}/reports`;
let last = 0;
const key = (): Headers => ({ 'Idempotency-Key': `idempotency-${(last += 1)}` });

/** What makes two answers the same answer: all but the id of the request and how far this process has come since. */
const said = ({ status, text, headers: { etag, location } }: Answer) => ({ status, text, etag, location });

describe('a repeated key', () => {
  it('is answered byte for byte as the first time', async () => {
    const keyed = key();
    const first = await service.post(reportsOf('0301'), report('2018-04-23'), keyed);
    expect(said(await service.post(reportsOf('0301'), report('2018-04-23'), keyed))).toEqual(said(first));
  });

  it('records nothing', async () => {
    const keyed = key();
    await service.post(reportsOf('0301'), report('2018-04-24'), keyed);
    const head = await service.head();
    await service.post(reportsOf('0301'), report('2018-04-24'), keyed);
    expect(await service.head()).toBe(head);
  });

  it('is answered as then, whatever was recorded on the same municipality since', async () => {
    const keyed = key();
    const first = await recorded(service.post(reportsOf('4204'), report('2021-01-01'), keyed));
    await recorded(service.post(reportsOf('4204'), report('2022-01-01', 'established')));
    await recorded(service.change(`${first.headers.location ?? ''}/annulments`, { reason: 'Another municipality.' }));
    expect(said(await service.post(reportsOf('4204'), report('2021-01-01'), keyed))).toEqual(said(first));
  });

  it('is answered as then, whatever was recorded on a predecessor since', async () => {
    const keyed = key();
    const first = await recorded(service.post(reportsOf('4601'), report('2024-01-01', 'planned'), keyed));
    await recorded(service.post(reportsOf('1201'), report('2018-02-19')));
    expect(said(await service.post(reportsOf('4601'), report('2024-01-01', 'planned'), keyed))).toEqual(said(first));
  });

  it('is answered as then, whatever was said of the solution or its organisations since', async () => {
    const keyed = { ...key(), 'If-Match': (await service.get(DIGISOS)).etag };
    const first = await recorded(service.post(`${DIGISOS}/phase-changes`, { effectiveFrom: '2018-02-19', phase: 'pilot' }, keyed));
    await recorded(service.change(`${DIGISOS}/phase-changes`, { effectiveFrom: '2018-02-19', phase: 'operation' }));
    await recorded(service.change(`${DIGISOS}/ownership-changes`, { effectiveFrom: '2018-01-01', owners: [{ organisationNumber: NAV }] }));
    expect(said(await service.post(`${DIGISOS}/phase-changes`, { effectiveFrom: '2018-02-19', phase: 'pilot' }, keyed))).toEqual(
      said(first),
    );
  });

  it('is answered before If-Match is looked at', async () => {
    const keyed = key();
    const body = { effectiveFrom: '2018-03-01', phase: 'roll-out' };
    const first = await recorded(service.change(`${DIGISOS}/phase-changes`, body, keyed));
    const stale = await service.post(`${DIGISOS}/phase-changes`, body, { ...keyed, 'If-Match': '"0"' });
    const without = await service.post(`${DIGISOS}/phase-changes`, body, keyed);
    expect([said(stale), said(without)]).toEqual([said(first), said(first)]);
  });

  it('is answered on another day for the day on which it was recorded', async () => {
    const keyed = key();
    const first = await recorded(service.post(reportsOf('5001'), report('2024-01-01'), keyed));
    service.clock.set('2026-09-01T10:00:00.000Z');
    const again = await service.post(reportsOf('5001'), report('2024-01-01'), keyed);
    service.clock.set(TODAY);
    expect(said(again)).toEqual(said(first));
  });

  it('counts also where members come in another order, since the content is the same', async () => {
    const keyed = key();
    const first = await recorded(
      service.post(reportsOf('0301'), '{"effectiveFrom":"2018-05-05","stage":"in-use","source":"supplier"}', keyed),
    );
    expect(
      said(await service.post(reportsOf('0301'), '{ "source":"supplier", "stage":"in-use", "effectiveFrom":"2018-05-05" }', keyed)),
    ).toEqual(said(first));
  });

  it('with another body is refused', async () => {
    const keyed = key();
    await recorded(service.post(reportsOf('0301'), report('2018-06-01'), keyed));
    const answer = await service.post(reportsOf('0301'), report('2018-06-01', 'established'), keyed);
    expect(answer.status).toBe(422);
    answer.problem('key-reused');
  });

  it('of a dry run is decided like any other dry run, whatever was recorded with it', async () => {
    const keyed = key();
    await recorded(service.post(reportsOf('0301'), report('2018-06-02'), keyed));
    const answer = await service.post(`${reportsOf('0301')}?dryRun=true`, report('2018-06-03'), keyed);
    expect([answer.status, answer.as('AdoptionRecorded').dryRun]).toEqual([200, true]);
  });
});

describe('a key', () => {
  it('belongs to one consumer: another one with the same key records its own', async () => {
    const keyed = key();
    const first = await recorded(service.post(reportsOf('0301'), report('2018-07-01'), keyed));
    await recorded(service.change(`${DIGISOS}/ownership-changes`, { effectiveFrom: '2017-01-01', owners: [{ organisationNumber: NAV }] }));
    const other = await service.post(reportsOf('0301'), report('2018-07-02'), { ...keyed, ...as(NAV) });
    expect({ status: other.status, same: eventOf(other) === eventOf(first) }).toEqual({ status: 201, same: false });
  });

  it('holds however the id in the path is spelt: in capitals, it is the same fact', async () => {
    const first = await recorded(service.post(reportsOf('3301'), report('2024-02-01')));
    const keyed = { ...key(), 'If-Match': first.etag };
    const annulledAt = (id: string) => service.post(`/v1/facts/${id}/annulments`, { reason: 'Another municipality.' }, keyed);
    const annulled = await recorded(annulledAt(eventOf(first)));
    expect(said(await annulledAt(eventOf(first).toUpperCase()))).toEqual(said(annulled));
  });

  it('belongs to one path: the same key for another municipality records its own', async () => {
    const keyed = key();
    await recorded(service.post(reportsOf('0301'), report('2018-08-01'), keyed));
    expect((await service.post(reportsOf('5001'), report('2018-08-01'), keyed)).status).toBe(201);
  });

  it('of a creation stands for that creation: with another id it is refused', async () => {
    const keyed = key();
    await recorded(service.post('/v1/solutions', registration('kjernejournal'), keyed));
    const answer = await service.post('/v1/solutions', registration('e-resept'), keyed);
    expect(answer.status).toBe(422);
    answer.problem('key-reused');
  });

  it('of a creation is answered as the first time', async () => {
    const keyed = key();
    const first = await recorded(service.post('/v1/programmes', { id: 'en-innbygger', names: { nb: 'Én innbygger' } }, keyed));
    expect(said(await service.post('/v1/programmes', { id: 'en-innbygger', names: { nb: 'Én innbygger' } }, keyed))).toEqual(said(first));
  });

  it('under which a request was rejected is free for the request as it was mended', async () => {
    const keyed = key();
    const rejected = await service.post(reportsOf('0701'), report('2020-05-01'), keyed);
    const mended = await service.post(reportsOf('0701'), report('2019-05-01'), keyed);
    expect([rejected.status, mended.status]).toEqual([422, 201]);
  });

  it('under which nothing was recorded, because it stood already, is decided afresh', async () => {
    await recorded(service.post(reportsOf('5001'), report('2018-09-01')));
    const keyed = key();
    const unchanged = await service.post(reportsOf('5001'), report('2018-09-01'), keyed);
    await recorded(service.post(reportsOf('5001'), report('2018-09-01', 'withdrawn')));
    const afresh = await service.post(reportsOf('5001'), report('2018-09-01'), keyed);
    expect([unchanged.status, afresh.status]).toEqual([200, 201]);
  });

  it('under which a dry run was made is free for the real one', async () => {
    const keyed = key();
    await service.post(`${reportsOf('5001')}?dryRun=true`, report('2018-10-01'), keyed);
    expect((await service.post(reportsOf('5001'), report('2018-10-01'), keyed)).status).toBe(201);
  });

  it('used twice at once is recorded once: the second is told to wait, or gets the same answer', async () => {
    const keyed = key();
    const revision = async () => (await service.get(`${DIGISOS}/adoptions/5501`)).etag.split('.')[0];
    const answers = await Promise.all(Array.from({ length: 8 }, () => service.post(reportsOf('5501'), report('2024-02-01'), keyed)));
    const created = answers.filter(({ status }) => status === 201);
    const held = answers.filter(({ status }) => status === 409).map((answer) => answer.problem('request-in-progress').code);
    expect({ all: created.length + held.length, events: new Set(created.map(eventOf)).size, revision: await revision() }).toEqual({
      all: 8,
      events: 1,
      revision: '"0',
    });
  });

  it('settles what became of a request whose outcome was unknown', async () => {
    const keyed = key();
    ailment.append = outcomeUnknown;
    const unknown = await service.post(reportsOf('0301'), report('2018-11-01'), keyed);
    delete ailment.append;
    const settled = await service.post(reportsOf('0301'), report('2018-11-01'), keyed);
    expect([unknown.status, unknown.problem('outcome-unknown').code, settled.status]).toEqual([503, 'outcome-unknown', 201]);
  });

  it('of somebody who may not record leads to nothing, and is free for whoever may', async () => {
    const keyed = { ...key(), ...as(HELSEDIREKTORATET) };
    expect((await service.post(reportsOf('0301'), report('2018-12-01'), keyed)).status).toBe(403);
  });
});

describe('after a restart on the same store', () => {
  const restarted = async <Result>(
    ask: (service: Service) => Promise<Result>,
    first: (service: Service) => Promise<unknown>,
  ): Promise<Result> => {
    const one = await startService();
    await registerDigisos(one);
    await first(one);
    await one.stop();
    const two = await startService({ folder: one.folder, now: '2026-05-17T12:00:00.000Z' });
    return ask(two).finally(() => two.end());
  };

  it('a repeated key is answered byte for byte as before it, later facts and all', async () => {
    const keyed = key();
    let first: Answer | undefined;
    const again = await restarted(
      (service) => service.post(reportsOf('0301'), report('2018-04-23'), keyed),
      async (service) => {
        first = await recorded(service.post(reportsOf('0301'), report('2018-04-23'), keyed));
        await recorded(service.post(reportsOf('0301'), report('2018-05-04', 'withdrawn')));
      },
    );
    expect(said(again)).toEqual(first && said(first));
  });

  it('the key of a creation still stands for that creation', async () => {
    const keyed = key();
    const again = await restarted(
      (service) => service.post('/v1/solutions', registration('e-resept'), keyed),
      (service) => recorded(service.post('/v1/solutions', registration('kjernejournal'), keyed)),
    );
    expect(again.problem('key-reused').status).toBe(422);
  });
});
