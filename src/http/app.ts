import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Registry } from '../registry/registry.ts';
import { readContract } from './contract/document.ts';
import { Schemas } from './contract/schemas.ts';
import { dispatcher } from './dispatch/dispatcher.ts';
import { sendProblem } from './dispatch/send.ts';
import { documentation } from './documentation.ts';
import { operations } from './operations/all.ts';
import { feedOptions, type FeedOptions } from './feed/options.ts';
import { ownHost } from './own-host.ts';
import { faultProblem } from './problems/from-fault.ts';
import { Problem } from './problems/problem.ts';
import { requestIdOf } from './request-id.ts';
import { traceOf } from './trace.ts';

export interface AppOptions {
  readonly registry: Registry;
  readonly logger: Logger;
  readonly validateResponses: boolean;
  /** How the log may be followed; what is left out is as it is by default. */
  readonly feed?: Partial<FeedOptions>;
  /** Answers under any name: for a container, which is reached under one that it cannot know. */
  readonly anyHost?: boolean;
}

/** The service over HTTP: the contract's operations, and around them the documentation and the problem pages. */
export function createApp({ registry, logger, validateResponses, feed, anyHost = false }: AppOptions): Express {
  const document = readContract();
  const schemas = new Schemas(document);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // the dispatcher's are strong, and cover what Express cannot know
  app.use(requestLog(logger));
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { 'script-src': ["'self'"], 'upgrade-insecure-requests': null } },
      strictTransportSecurity: false,
    }),
  );
  if (!anyHost) app.use(ownHost);
  app.use(
    dispatcher({
      document,
      handlers: operations(document, schemas, feedOptions(feed)),
      schemas,
      registry,
      validateResponses,
      onFault: (fault, requestId) => { logger.error({ err: fault, requestId }, 'a request met a fault'); }, // prettier-ignore
    }),
  );
  app.use(documentation(document));
  app.use((request: Request, response: Response) => {
    sendProblem(response, new Problem('not-found', `there is nothing at ${request.path}`), requestIdOf(request), registry);
  });
  // Express tells an error handler by its four parameters.
  app.use((fault: unknown, request: Request, response: Response, _next: NextFunction) => {
    const problem = faultProblem(fault);
    if (problem !== fault) logger.error({ err: fault, requestId: request.id }, 'a request met a fault');
    sendProblem(response, problem, requestIdOf(request), registry);
  });
  return app;
}

/** One JSON line a request: what was asked and answered, never a body, a header that could name somebody, or an address. */
const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader('Request-Id', id);
      return id;
    },
    customProps: (request) => ({ ...traceOf(request) }),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    // A 503 is an answer: its cause has its own line.
    customLogLevel: (_request, { statusCode }, error) =>
      error !== undefined || (statusCode >= 500 && statusCode !== 503) ? 'error' : 'info',
  });
