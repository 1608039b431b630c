import { once } from 'node:events';
import { createServer, get as begin, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createApp } from '../../src/http/app.ts';
import { openFeed } from '../../src/http/feed/options.ts';
import { Metrics } from '../../src/http/metrics/metrics.ts';
import { Exposition } from './exposition.ts';
import { ailing, type Ailment, unavailable } from './faults.ts';
import { operations } from './contract.ts';
import { engine } from './log.ts';
import { startService } from './service.ts';

const ailment: Ailment = {};
const service = await startService({ between: ailing(ailment) });
const metrics = new Metrics();
const logger = pino({ level: 'silent' });
const app = createApp({ registry: service.registry, logger, validateResponses: true, metrics, feed: { heartbeat: 20 } });
const server = createServer(app).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await service.end();
});

const scraped = async (): Promise<Exposition> => new Exposition(await (await fetch(`${url}/metrics`)).text());
const REQUESTS = 'nsr_http_request_duration_seconds_count';
/** How often an operation has answered so, once what is asked for has been counted. */
const counted = async (operation: string, status: string) => (await scraped()).value(REQUESTS, { operation, status }) ?? 0;
const ask = async (path: string) => (await fetch(`${url}${path}`)).text();

/** Until it is so, for as long as a test has: a connection is closed when the system gets to it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const patience = AbortSignal.timeout(4_000);
  while (!(await isSo())) {
    patience.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A stream, once its first words have come. */
async function following(): Promise<IncomingMessage> {
  const [response] = (await once(begin(`${url}/v1/events/stream`), 'response')) as [IncomingMessage];
  await once(response, 'data');
  return response;
}

describe('/metrics', () => {
  it('is what Prometheus reads, and nothing that a cache may keep', async () => {
    const { status, headers } = await fetch(`${url}/metrics`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is only read', async () => {
    const answers = await Promise.all(['POST', 'OPTIONS'].map((method) => fetch(`${url}/metrics`, { method })));
    expect(answers.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
      [405, 'GET, HEAD, OPTIONS'],
      [204, 'GET, HEAD, OPTIONS'],
    ]);
  });

  it('counts requests by operation and status', async () => {
    for (const number of ['0301', '1103', '9999']) await ask(`/v1/municipalities/${number}`);
    expect(await counted('getMunicipality', '200')).toBe(2);
    expect(await counted('getMunicipality', '404')).toBe(1);
  });

  it('counts what was sent to another name, too', async () => {
    const [answer] = (await once(begin(`${url}/v1/solutions`, { headers: { host: 'rebound.example' } }), 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(421);
    await until(async () => (await counted('none', '421')) === 1);
  });

  it('has no more series, whatever is asked for', async () => {
    for (let index = 0; index < 20; index += 1) await ask(`/v1/nothing-${index}`);
    await fetch(`${url}/v1/solutions`, { method: 'DELETE' });
    expect(await counted('none', '404')).toBe(20);
    expect(await counted('none', '405')).toBe(1);
    const known = new Set([...operations.map(({ id }) => id), 'none']);
    expect((await scraped()).all(REQUESTS).filter(({ labels }) => !known.has(labels['operation'] ?? ''))).toEqual([]);
  });

  it('counts those who went away before they were answered apart', async () => {
    const { promise: held, resolve: answer } = Promise.withResolvers<undefined>();
    let isHeld = false;
    ailment.head = async () => {
      isHeld = true;
      delete ailment.head; // the next to ask is /metrics
      await held;
    };
    const sent = begin(`${url}/v1/events/latest`).on('error', () => undefined);
    await until(() => Promise.resolve(isHeld));
    sent.destroy();
    await until(async () => (await counted('getLatestEvent', 'gone')) === 1);
    answer(undefined);
    expect(await counted('getLatestEvent', '200')).toBe(0);
  });

  it('tells how many follow the stream, and how many may', async () => {
    const response = await following();
    const during = await scraped();
    response.destroy();
    expect(during.value('nsr_feed_clients', { kind: 'streaming' })).toBe(1);
    expect(during.value('nsr_feed_clients_limit', { kind: 'streaming' })).toBe(500);
    expect(during.value('nsr_http_requests_in_flight')).toBe(1);
    await until(async () => (await scraped()).value('nsr_feed_clients', { kind: 'streaming' }) === 0);
    expect(await counted('streamEvents', '200')).toBe(1);
  });

  it('tells how far the log is and how far it is folded', async () => {
    const now = await scraped();
    const head = await service.head();
    expect([now.value('nsr_log_head'), now.value('nsr_log_folded'), now.value('nsr_fold_lag')]).toEqual([head, head, 0]);
    if (engine === 'sqlite') expect(now.value('nsr_log_bytes')).toBeGreaterThan(1_000_000); // the other is on another machine
    expect(now.value('nsr_read_model_status', { read_model: 'adoptions', status: 'current' })).toBe(1);
  });

  it('tells the latest recorded time, by which a clock that was ahead is seen', async () => {
    const { recordedAt } = (await (await fetch(`${url}/v1/events/latest`)).json()) as { recordedAt: string };
    const told = (await scraped()).value('nsr_log_recorded_timestamp_seconds') ?? 0;
    expect(Math.floor(told * 1_000)).toBe(Date.parse(recordedAt.replace(/(\.\d{3})\d{3}Z$/, '$1Z')));
  });

  it('tells none where the read models have stopped, and all else', async () => {
    const broken: Ailment = { subscribe: () => { throw new Error('the log cannot be read on'); } }; // prettier-ignore
    const stopped = await startService({ between: ailing(broken), register: false });
    const its = new Metrics();
    its.watch(stopped.registry, openFeed());
    const told = new Exposition(await its.text().finally(() => stopped.end()));
    expect(told.value('nsr_log_recorded_timestamp_seconds')).toBeNaN();
    expect(told.value('nsr_read_model_status', { read_model: 'log-times', status: 'stopped' })).toBe(1);
  });

  it('answers while the log does not, and says so', async () => {
    ailment.head = unavailable;
    const now = await scraped();
    delete ailment.head;
    expect([now.value('nsr_log_up'), now.value('nsr_log_head'), now.value('nsr_fold_lag')]).toEqual([0, NaN, NaN]);
    expect((await scraped()).value('nsr_log_up')).toBe(1);
  });

  it('says what runs', async () => {
    expect((await scraped()).all('nsr_build_info')).toEqual([
      { labels: { version: '1.0.0', release: expect.stringMatching(/^[\w-]{22}$/), node: process.version, engine }, value: 1 },
    ]);
  });
});
