import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Registry } from '../registry/registry.ts';
import { allowances, type Bounds } from './bounds.ts';
import { readContract } from './contract/document.ts';
import { Schemas } from './contract/schemas.ts';
import { dispatcher } from './dispatch/dispatcher.ts';
import { sendProblem } from './dispatch/send.ts';
import { operations } from './operations/all.ts';
import { type FeedOptions, openFeed } from './feed/options.ts';
import type { Metrics } from './metrics/metrics.ts';
import { misdirected } from './own-host.ts';
import { requestIdOf } from './request-id.ts';
import { surroundings } from './surroundings.ts';
import { traceOf } from './trace.ts';

export interface AppOptions {
  readonly registry: Registry;
  readonly logger: Logger;
  readonly validateResponses: boolean;
  /** How the log may be followed; what is left out is as it is by default. */
  readonly feed?: Partial<FeedOptions>;
  /** How much is taken in hand at once; what is left out is as it is by default. */
  readonly bounds?: Partial<Bounds>;
  /** Answers under any name: for a container, which is reached under one that it cannot know. */
  readonly anyHost?: boolean;
  /** What is told of the process at /metrics; without them nothing is measured. */
  readonly metrics?: Metrics;
}

/** The service over HTTP: the contract's operations, and for all other paths what surrounds them. */
export function createApp(options: AppOptions): RequestListener {
  const { registry, logger, validateResponses, feed: followed, bounds, anyHost = false, metrics } = options;
  const document = readContract();
  const schemas = new Schemas(document);
  const feed = openFeed(followed);
  metrics?.watch(registry, feed);
  const onFault = (fault: unknown, requestId: string) => { logger.error({ err: fault, requestId }, 'a request met a fault'); }; // prettier-ignore
  const handlers = operations(document, schemas, feed);
  const dispatch = dispatcher({
    document, handlers, schemas, registry, validateResponses, bounds: allowances(bounds), onFault, requests: metrics?.requests,
  }); // prettier-ignore
  const others = surroundings({ document, registry, onFault, metrics });
  const log = requestLog(logger);

  return (request, response) => {
    log(request, response);
    const problem = anyHost ? undefined : misdirected(request);
    if (problem !== undefined) sendProblem(response, problem, requestIdOf(request), registry);
    else if (!dispatch(request, response)) others(request, response);
  };
}

/** One JSON line a request: what was asked and answered, never a body, a header that could name somebody, or an address. */
const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    genReqId: () => randomUUID(),
    customProps: (request) => ({ ...traceOf(request) }),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    // A 503 is an answer: its cause has its own line.
    customLogLevel: (_request, { statusCode }, error) =>
      error !== undefined || (statusCode >= 500 && statusCode !== 503) ? 'error' : 'info',
  });
