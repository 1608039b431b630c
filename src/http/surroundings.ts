import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Registry } from '../registry/registry.ts';
import type { OpenApiDocument } from './contract/document.ts';
import { sendProblem } from './dispatch/send.ts';
import { documentation } from './documentation/documentation.ts';
import type { Metrics } from './metrics/metrics.ts';
import { metricsRoute } from './metrics/route.ts';
import { faultProblem } from './problems/from-fault.ts';
import { Problem } from './problems/problem.ts';
import { requestIdOf } from './request-id.ts';
import { OF_PAGES } from './security-headers.ts';

interface Surroundings {
  readonly document: OpenApiDocument;
  readonly registry: Registry;
  readonly onFault: (fault: unknown, requestId: string) => void;
  readonly metrics: Metrics | undefined;
}

/** What surrounds the operations, in Express: the metrics, the documentation, the problem pages, and that there is nothing elsewhere. */
export function surroundings({ document, registry, onFault, metrics }: Surroundings): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Request-Id', requestIdOf(request));
    for (const [name, value] of OF_PAGES) response.setHeader(name, value);
    next();
  });
  if (metrics) app.use(metricsRoute(metrics));
  app.use(documentation(document));
  app.use((request: Request, response: Response) => {
    sendProblem(response, new Problem('not-found', `there is nothing at ${request.path}`), requestIdOf(request), registry);
  });
  // Express tells an error handler by its four parameters.
  app.use((fault: unknown, request: Request, response: Response, _next: NextFunction) => {
    const problem = faultProblem(fault);
    if (problem !== fault) onFault(fault, requestIdOf(request));
    sendProblem(response, problem, requestIdOf(request), registry);
  });
  return app;
}
