import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Received } from '../contract/handlers.ts';
import type { Operation } from '../contract/operations.ts';
import { requestIdOf } from '../request-id.ts';
import { traceparentOf } from '../trace.ts';
import { originOf } from './origin.ts';
import type { Values } from './parameters.ts';
import { goneWith } from './stream.ts';
import { principal } from './who.ts';

interface Reception {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly operation: Operation;
  readonly input: { readonly path: Values; readonly headers: Values };
  readonly search: string;
  readonly arrivedAt: number;
  readonly mediaType: string;
}

/** What a handler is told of a request besides parameters and body. What few ask for is worked out when they do. @throws Problem consumer-not-accepted */
export function received({ request, response, operation, input, search, arrivedAt, mediaType }: Reception): Received {
  const traceparent = traceparentOf(request);
  let gone: AbortSignal | undefined;
  return {
    requestId: requestIdOf(request),
    ...(traceparent === undefined ? {} : { traceparent }),
    arrivedAt,
    method: request.method ?? '',
    search,
    mediaType,
    ...principal(input.headers),
    get path() {
      return pathOf(operation, input.path);
    },
    get origin() {
      return originOf(request);
    },
    get gone() {
      return (gone ??= goneWith(response));
    },
  };
}

/** The one path of what was asked for, however the client encoded it: what keys and cursors are bound to. */
const pathOf = ({ path }: Operation, values: Values): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
