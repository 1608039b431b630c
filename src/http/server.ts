import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { refuseUnreadable } from './unreadable.ts';

/** How slow a client may be, in milliseconds, until it is let go, so that it holds nothing for long; how often that is looked at. */
const PACE = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000, connectionsCheckingInterval: 5_000 };
/** How long a client may take nothing of its answer, in milliseconds. Longer than any answer is silent: a minute, where it waits for events. */
const UNTAKEN = 120_000;
/** Open connections; one more is closed at once. Each that says nothing holds some 15 kB until `headersTimeout`. */
const CONNECTIONS = 15_000;

/** The server that answers, which lets go of whoever is too slow. It does not listen yet. */
export function httpServer(app: RequestListener, logger: Logger): HttpServer {
  const server = createServer({ ...PACE, maxHeaderSize: 32_768 }, app);
  server.timeout = UNTAKEN;
  server.maxConnections = CONNECTIONS;
  server.maxRequestsPerSocket = 10_000;
  // An expectation that it does not know, a server may pass over.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  refuseUnreadable(server, logger);
  const silent = silentOf(server);
  return { server, drained: () => drained(server, silent) };
}

export interface HttpServer {
  readonly server: Server;
  /** Takes nothing new, and ends when everything that was accepted is answered, or after ten seconds. */
  readonly drained: () => Promise<void>;
}

/** How long a shutdown waits for requests that were accepted, in milliseconds. */
const GRACE = 10_000;

async function drained(server: Server, silent: Iterable<Socket>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => { resolve(undefined); }); // prettier-ignore
  for (const socket of silent) socket.destroy();
  // A connection that was busy at the close falls idle when its answer is sent, and would be kept for the next request.
  const idle = setInterval(() => { server.closeIdleConnections(); }, 50); // prettier-ignore
  const late = setTimeout(() => { server.closeAllConnections(); }, GRACE); // prettier-ignore
  await promise;
  clearInterval(idle);
  clearTimeout(late);
}

/**
 * The connections on which nobody has asked anything yet, as browsers and pools open them: Node takes them for neither idle nor busy, and
 * lets them stay when it is closed.
 */
function silentOf(server: Server): Iterable<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}
