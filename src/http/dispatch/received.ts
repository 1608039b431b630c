import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OrganisationNumber } from '../../domain/organisation-number.ts';
import type { Received } from '../contract/handlers.ts';
import type { Operation } from '../contract/operations.ts';
import { requestIdOf } from '../request-id.ts';
import { traceparentOf } from '../trace.ts';
import { originOf } from './origin.ts';
import type { Values } from './parameters.ts';
import { goneWith } from './stream.ts';
import { principal } from './who.ts';

/** What is known of a request once its parameters and body were read. */
interface Known {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly operation: Operation;
  readonly input: { readonly path: Values; readonly headers: Values };
  readonly search: string;
  readonly arrivedAt: number;
  readonly mediaType: string;
}

/** What a handler is told of a request besides parameters and body. What few ask for is worked out when they do. */
export class Reception implements Received {
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly arrivedAt: number;
  readonly method: string;
  readonly search: string;
  readonly mediaType: string;
  readonly consumer: OrganisationNumber;
  readonly supplier: OrganisationNumber | null;
  readonly #known: Known;
  #gone: AbortSignal | undefined;

  /** @throws Problem consumer-not-accepted */
  constructor(known: Known) {
    const { request, input, search, arrivedAt, mediaType } = known;
    const { consumer, supplier } = principal(input.headers);
    this.requestId = requestIdOf(request);
    this.traceparent = traceparentOf(request);
    this.arrivedAt = arrivedAt;
    this.method = request.method ?? '';
    this.search = search;
    this.mediaType = mediaType;
    this.consumer = consumer;
    this.supplier = supplier;
    this.#known = known;
  }

  /** The one path of what was asked for, however the client encoded it: what keys and cursors are bound to. */
  get path(): string {
    const { operation, input } = this.#known;
    return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input.path[name])));
  }

  get origin(): string {
    return originOf(this.#known.request);
  }

  get gone(): AbortSignal {
    return (this.#gone ??= goneWith(this.#known.response));
  }
}
