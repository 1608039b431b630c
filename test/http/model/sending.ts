import { createServer, request as open, type Server } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Service } from '../service.ts';
import type { Asked } from './commands.ts';
import type { Request } from './model.ts';

/** An answer that a client got, with how many events the log had before it sent and after it was answered. */
export interface Answered {
  readonly request: Request;
  /** The status, and the code of a problem. */
  readonly answer: string;
  readonly eventId: string | null;
  readonly from: number;
  readonly until: number;
}

const headersOf = ({ consumer, key, ifMatch }: Request) => ({
  'Content-Type': 'application/json',
  'Registry-Consumer': `0192:${consumer}`,
  ...(key === null ? {} : { 'Idempotency-Key': key }),
  ...(ifMatch === null ? {} : { 'If-Match': `"${ifMatch}"` }),
});
const targetOf = ({ path, dryRun }: Request): string => (dryRun ? `${path}?dryRun=true` : path);

/** A second door of the service, for connections that will be cut: it tells when the service has seen the end of all of them. */
export interface Door {
  readonly server: Server;
  readonly port: number;
}

export async function openDoor(service: Service): Promise<Door> {
  const server = createServer(service.app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, port: (server.address() as { port: number }).port };
}

/** What came by a connection that was cut is by then under way, or refused. */
export async function settled({ server }: Door): Promise<void> {
  const count = promisify((then: (error: Error | null, open: number) => void) => { server.getConnections(then); }); // prettier-ignore
  while ((await count()) > 0) await turn();
  await turn();
}

/** Sends a request whose answer the client never sees: it cuts the connection after some turns, or drops what comes. */
async function lose(service: Service, { port }: Door, request: Request, loss: NonNullable<Asked['loss']>): Promise<void> {
  if (loss === 'dropped') {
    await service.post(targetOf(request), request.body, headersOf(request));
    return;
  }
  const sent = open({ agent: false, host: '127.0.0.1', port, method: 'POST', path: targetOf(request), headers: headersOf(request) });
  sent.on('error', () => undefined); // it is cut on purpose
  await new Promise<void>((flushed) => sent.end(JSON.stringify(request.body), flushed));
  for (let turns = 0; turns < loss.after; turns += 1) await turn();
  sent.destroy();
}

/** Sends a request until it is answered; what was lost is sent again. @returns every answer that came */
export async function send(service: Service, door: Door, request: Request, loss: Asked['loss']): Promise<Answered[]> {
  const from = await service.grown();
  if (loss === null || request.key === null) return [await ask(service, request, from)];
  await lose(service, door, request, loss);
  return [await ask(service, request, from)];
}

export async function ask(service: Service, request: Request, from: number): Promise<Answered> {
  const given = await service.post(targetOf(request), request.body, headersOf(request));
  const body = JSON.parse(given.text) as { readonly code?: string; readonly eventId?: string | null };
  const answer = given.status < 300 ? String(given.status) : `${given.status} ${String(body.code)}`;
  return { request, answer, eventId: given.status === 201 ? (body.eventId ?? null) : null, from, until: await service.grown() };
}
