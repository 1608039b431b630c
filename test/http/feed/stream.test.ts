import { afterAll, describe, expect, it } from '@jest/globals';
import { recorded, registerDigisos, report } from '../sector.ts';
import { type Service, startService } from '../service.ts';
import { eventsIn, followed, messagesIn, receiveUntil, watchWaiting } from './following.ts';

const closing = new AbortController();
const service = await startService({ feed: { heartbeat: 10, streamingAtMost: 2, closing: closing.signal } });
await registerDigisos(service);
afterAll(() => service.end());

const waiting = watchWaiting(service);
const head = async ({ store }: Service = service): Promise<string> => `${store.logId}~${await service.head()}`;
let cases = 0;
const reportOn = (number: string) =>
  recorded(
    service.post(`/v1/solutions/digisos/adoptions/${number}/reports`, report('2018-01-01', 'in-use', { evidence: `case ${(cases += 1)}` })),
  );
const stream = (query: string, until: string, headers = {}) =>
  receiveUntil(service, `/v1/events/stream?${query}`, headers, (_, end) => end.includes(until));

describe('the stream', () => {
  it('gives each event as a page has it, under its position and its type', async () => {
    const until = String((await service.get('/v1/events?limit=50')).headers['registry-next']);
    const { messages } = messagesIn((await stream('', `id: ${until}\n`)).text);
    const batch = eventsIn(await service.get('/v1/events?limit=50'));
    expect(messages.slice(0, 49)).toEqual(
      batch.slice(0, 49).map((event) => ({ event: event.type, data: JSON.stringify(event), lastEventId: event.position })),
    );
  });

  it('is one that no cache keeps and no proxy collects, and says when to come again', async () => {
    const { status, headers, text } = await stream('', '\n\n');
    expect([status, headers['content-type'], headers['cache-control'], headers['x-accel-buffering']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-cache',
      'no',
    ]);
    expect(text).toMatch(/^retry: 3000\n\n/);
  });

  it('gives events as they come', async () => {
    const after = await head();
    const streamed = stream(`after=${after}`, 'adoptions/1201');
    await waiting(1);
    await reportOn('0301');
    await reportOn('1201');
    const { messages } = messagesIn((await streamed).text);
    expect(messages.map(({ data }) => JSON.parse(data) as unknown)).toEqual(await followed(service, `after=${after}`));
  });

  it('gives only what fits, and says with a comment how far it has looked, so that the next one need not look again', async () => {
    const after = await head();
    await reportOn('0301');
    const { text } = await stream(`after=${after}&municipality=1201`, 'still here');
    const { messages, comments, lastEventId } = messagesIn(text);
    expect([messages, comments[0], lastEventId]).toEqual([[], 'still here', await head()]);
  });

  it('says that it is still there although others write what does not fit', async () => {
    let writes = true;
    const writer = (async () => {
      while (writes) await reportOn('0301');
    })();
    const { text } = await stream(`after=${await head()}&municipality=1201`, 'still here');
    writes = false;
    await writer;
    expect(messagesIn(text).messages).toEqual([]);
  });

  it('goes on behind Last-Event-ID, which goes before the place that it once began at', async () => {
    const [, second, third] = eventsIn(await service.get('/v1/events?limit=3'));
    const beginning = `${service.store.logId}~0`;
    const { text } = await stream(`after=${beginning}`, '"data"', { 'Last-Event-ID': second?.position ?? '' });
    expect(messagesIn(text).messages[0]?.lastEventId).toBe(third?.position);
  });

  it('is one of so many at most; when a client goes, there is room again', async () => {
    let enough = false;
    const open = Array.from({ length: 2 }, async () => receiveUntil(service, `/v1/events/stream?after=${await head()}`, {}, () => enough));
    await waiting(2);
    const refused = await service.get('/v1/events/stream');
    expect([refused.status, refused.problem('too-many-waiting').detail]).toEqual([
      503,
      '2 requests are following the stream; ask for pages without wait, or again later',
    ]);
    enough = true;
    await Promise.all(open);
    await waiting(0);
    expect((await stream(`after=${await head()}`, '\n\n')).status).toBe(200);
    await waiting(0);
  });

  it('is not begun by HEAD, which takes nobody its room', async () => {
    for (let time = 0; time < 5; time += 1) expect((await service.ask('HEAD', '/v1/events/stream')).status).toBe(200);
    expect((await stream(`after=${await head()}`, '\n\n')).status).toBe(200);
  });

  it('is refused to whoever wants something else', async () => {
    expect((await service.get('/v1/events/stream', { Accept: 'application/json' })).problem('not-acceptable').offered).toEqual([
      'text/event-stream',
    ]);
  });
});

// The last: what is begun after it ends at once.
describe('a service that stops', () => {
  it('ends its streams as whole answers, and begins no more', async () => {
    const target = `/v1/events/stream?after=${await head()}`;
    const open = [receiveUntil(service, target, {}, () => false), receiveUntil(service, target, {}, () => false)];
    await waiting(2);
    closing.abort();
    const ended = [...(await Promise.all(open)), await receiveUntil(service, target, {}, () => false)];
    expect(ended.map(({ isWhole }) => isWhole)).toEqual([true, true, true]);
  });
});
