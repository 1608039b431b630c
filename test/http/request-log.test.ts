import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { StoreError } from '../../src/eventstore/errors.ts';
import { createApp } from '../../src/http/app.ts';
import { type Ailment, ailing, unavailable, unforeseen } from './faults.ts';
import { registration } from './sector.ts';
import { startService } from './service.ts';

interface LogLine {
  readonly level: number;
  readonly req?: { readonly id: string; readonly method: string; readonly path: string };
  readonly res?: { readonly statusCode: number };
  readonly responseTime?: number;
  readonly requestId?: string;
  readonly msg: string;
}

const ailment: Ailment = {};
const service = await startService({ between: ailing(ailment) });
const lines: LogLine[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line) as LogLine) });
const server = createServer(createApp({ registry: service.registry, logger, validateResponses: true })).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await service.end();
});

const LEVELS = pino.levels.values;
const register = (id: string) =>
  fetch(`http://127.0.0.1:${port}/v1/solutions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.7', Authorization: 'Bearer secret' },
    body: JSON.stringify(registration(id)),
  });

/** The line of the request whose answer this is. */
const lineOf = ({ headers }: Response): LogLine | undefined => lines.find(({ req }) => req?.id === headers.get('Request-Id'));

describe('the log of requests', () => {
  it('has what was asked and answered, and nothing that could name somebody', async () => {
    const line = lineOf(await register('digisos'));
    expect(line).toMatchObject({ level: LEVELS['info'], req: { method: 'POST', path: '/v1/solutions' }, res: { statusCode: 201 } });
    expect(Object.keys(line ?? {})).toEqual(['level', 'time', 'pid', 'hostname', 'req', 'res', 'responseTime', 'msg']);
    expect(Object.keys(line?.req ?? {})).toEqual(['id', 'method', 'path']);
  });

  it('has of a long path its beginning: lines that nobody takes wait in memory', async () => {
    const line = lineOf(await fetch(`http://127.0.0.1:${port}/v1/${'x'.repeat(9_000)}`));
    expect(line?.req?.path).toBe(`/v1/${'x'.repeat(296)}`);
  });

  it('does not have what was looked for: a text may name somebody', async () => {
    const line = lineOf(await fetch(`http://127.0.0.1:${port}/v1/solutions?q=ola%20nordmann`));
    expect(line?.req?.path).toBe('/v1/solutions');
    expect(JSON.stringify(line)).not.toContain('nordmann');
  });

  it('has no time below nothing, where the clock steps back meanwhile', async () => {
    const clock = jest.spyOn(Date, 'now');
    ailment.append = () => {
      clock.mockImplementation(() => new Date().getTime() - 60_000);
      return Promise.resolve();
    };
    const line = lineOf(await register('set-back'));
    delete ailment.append;
    clock.mockRestore();
    expect(line?.responseTime).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['an error where the service has met a fault', unforeseen, 500, 'error'],
    ['no error where it can be asked again later', unavailable, 503, 'info'],
  ] as const)('has %s', async (_, met, status, level) => {
    ailment.append = met;
    const answer = await register(`meets-${status}`);
    delete ailment.append;
    expect(lineOf(answer)).toMatchObject({ level: LEVELS[level], res: { statusCode: status } });
  });

  it('tells that the disk is full in a sentence, without a stack for each write that it refuses', async () => {
    ailment.append = () => Promise.reject(new StoreError('storage-full', { reason: 'database or disk is full' }));
    const answer = await register('meets-507');
    delete ailment.append;
    expect(answer.status).toBe(507);
    const told = lines.find((line) => line.requestId === answer.headers.get('Request-Id'));
    expect(told).toMatchObject({ level: LEVELS['error'], reason: 'no room is left: database or disk is full' });
    expect(told).not.toHaveProperty('err');
  });

  it('tells that a client went away before it was answered', async () => {
    const held = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    ailment.append = () => {
      begun.resolve(undefined);
      return held.promise.then(() => undefined);
    };
    const gone = Promise.withResolvers<undefined>();
    server.once('request', (_request, response) => response.once('close', () => { gone.resolve(undefined); })); // prettier-ignore
    const body = JSON.stringify(registration('abandoned'));
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/solutions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await begun.promise;
    socket.destroy();
    await gone.promise;
    held.resolve(undefined);
    delete ailment.append;
    expect(lines.at(-1)).toMatchObject({ msg: 'request aborted', res: { statusCode: null } });
  });
});
