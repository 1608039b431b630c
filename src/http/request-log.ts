import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { targetOf } from './dispatch/target.ts';
import { requestIdOf } from './request-id.ts';
import { traceOf } from './trace.ts';

/** Characters of a path that are logged: no path of ours is as long, and lines that nobody takes wait in memory. */
const LONGEST_PATH = 300;

/**
 * One JSON line a request, when it is over: what was asked and answered, never a body, a header that could name somebody, or an
 * address; nor the query, in which a text that is looked for may name somebody.
 * Straight to pino: pino-http makes three loggers a request for it, and costs as much as Node's own HTTP (docs/performance.md).
 */
export function logWhenOver(logger: Logger, request: IncomingMessage, response: ServerResponse): void {
  const { method } = request;
  const path = targetOf(request).path.slice(0, LONGEST_PATH);
  const begun = performance.now();
  response.on('close', () => {
    const { statusCode, headersSent, writableFinished } = response;
    // Who went, or was too slow, before anything was answered has no status.
    const line = {
      req: { id: requestIdOf(request), method, path },
      ...traceOf(request),
      res: { statusCode: headersSent ? statusCode : null },
      responseTime: Math.round(performance.now() - begun),
    };
    // A 503 is an answer: its cause has its own line.
    const level = statusCode >= 500 && statusCode !== 503 ? 'error' : 'info';
    logger[level](line, writableFinished ? 'request completed' : 'request aborted');
  });
}
