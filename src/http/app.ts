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
import { faultProblem } from './problems/from-fault.ts';
import { Problem } from './problems/problem.ts';
import { requestIdOf } from './request-id.ts';

export interface AppOptions {
  readonly registry: Registry;
  readonly logger: Logger;
  readonly validateResponses: boolean;
}

/** The service over HTTP: the contract's operations, and around them the documentation and the problem pages. */
export function createApp({ registry, logger, validateResponses }: AppOptions): Express {
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
  app.use(
    dispatcher({
      document,
      handlers: operations(schemas),
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
    logger.error({ err: fault, requestId: request.id }, 'a request met a fault');
    sendProblem(response, faultProblem(fault), requestIdOf(request), registry);
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
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    customLogLevel: (_request, response, error) => (error !== undefined || response.statusCode >= 500 ? 'error' : 'info'),
  });
