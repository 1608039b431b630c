import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { isStoreFault } from '../registry/faults.ts';
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
import { identify, requestIdOf } from './request-id.ts';
import { logWhenOver } from './request-log.ts';
import { surroundings } from './surroundings.ts';

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
  const onFault = (fault: unknown, requestId: string): void => {
    // Foreseen, and met by every write until there is room: its stack would only take more of it.
    if (isStoreFault(fault) && fault.code === 'storage-full')
      logger.error({ reason: fault.message, requestId }, 'the log has no room for what was asked');
    else logger.error({ err: fault, requestId }, 'a request met a fault');
  };
  const handlers = operations(document, schemas, feed);
  const dispatch = dispatcher({
    document, handlers, schemas, registry, validateResponses, bounds: allowances(bounds), onFault, requests: metrics?.requests,
  }); // prettier-ignore
  const others = surroundings({ document, registry, onFault, metrics });

  return (request, response) => {
    identify(request);
    logWhenOver(logger, request, response);
    const problem = anyHost ? undefined : misdirected(request);
    if (problem !== undefined) {
      metrics?.requests.begin(response);
      sendProblem(response, problem, requestIdOf(request), registry);
    } else if (!dispatch(request, response)) others(request, response);
  };
}
