import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { Problem } from './problems/problem.ts';
import { requestIdOf } from './request-id.ts';

/** What is wrong, by the code that Node has for it. */
const TOO_LARGE = 'HPE_HEADER_OVERFLOW';
const TOO_LATE = 'ERR_HTTP_REQUEST_TIMEOUT';

/**
 * Lets a server answer what is no HTTP request that could be routed: its headers are over the limit, it never ended, or it is garbled.
 * What is wrong behind a request that came whole only ends the connection, once that is answered: a refusal that came first
 * would be taken for its answer, though it may be recorded. So it would where another answer is under way.
 */
export function refuseUnreadable(server: Server, logger: Logger): void {
  const last = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => last.set(socket, response));
  server.on('clientError', (error: ParseError, stream) => {
    const socket = stream as Socket; // of a server that speaks HTTP/1.1 over TCP, it is one
    const response = last.get(socket);
    const isAnswered = response === undefined || (response.req.complete && response.writableFinished);
    if (response?.req.complete === true && !isAnswered) response.once('close', () => end(socket, error));
    else if (socket.writable && (isAnswered || isFree(response))) {
      refuse(socket, problemOf(error), response?.req.complete === false ? requestIdOf(response.req) : randomUUID(), logger);
      end(socket, error);
    } else socket.destroy();
  });
}

/** Whether an answer can be written that nobody would take for another one's, or for a part of it. */
const isFree = ({ socket, headersSent }: ServerResponse): boolean => socket !== null && !headersSent;

/**
 * What was late may still come, and would be carried out although it was refused: nothing more is read. Behind what is garbled Node reads
 * nothing, and the answer has time to get there.
 */
function end(socket: Socket, { code }: ParseError): void {
  if (code === TOO_LATE) socket.destroySoon();
  else socket.end();
}

/** What Node gives of what it could not read: a code, and in words where the parser stopped. */
type ParseError = NodeJS.ErrnoException & { readonly reason?: string };

function problemOf({ code, reason }: ParseError): Problem {
  if (code === TOO_LARGE) return new Problem('headers-too-large', 'the headers are over 32 KiB together; send fewer or shorter ones');
  if (code === TOO_LATE) return new Problem('request-timeout', 'the request was not there in time; send it again, in one go');
  const where = reason === undefined ? '' : ` (${reason})`;
  return new Problem('unreadable-request', `what came is not HTTP${where}; an address must be percent-encoded: søknad is s%C3%B8knad`);
}

/** @param requestId that of the request of which a part came, by which its own line has it, or a new one */
function refuse(socket: Socket, problem: Problem, requestId: string, logger: Logger): void {
  const { status, code } = problem;
  logger.info({ requestId, status, code }, 'what came is no request that could be read');
  const body = JSON.stringify(problem.body(requestId));
  const headers = [
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.write(`HTTP/1.1 ${status} ${String(STATUS_CODES[status])}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
}
