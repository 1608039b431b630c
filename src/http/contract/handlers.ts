import type { OrganisationNumber } from '../../domain/organisation-number.ts';
import type { Position } from '../../domain/position.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Prebuilt } from '../dispatch/prebuilt.ts';
import type { Chunks } from '../dispatch/stream.ts';
import type { components, operations } from './contract.d.ts';

export type OperationId = keyof operations;
export type Schemas = components['schemas'];

type Parameters<Id extends OperationId> = operations[Id]['parameters'];
type Present<T> = [NonNullable<T>] extends [never] ? Readonly<Record<never, never>> : NonNullable<T>;

/** The body that an operation takes, as the contract has it. */
export type Body<Id extends OperationId> = operations[Id] extends { requestBody: { content: { 'application/json': infer Content } } }
  ? Content
  : undefined;

/** What the dispatcher knows of a request besides its parameters and body. */
export interface Received {
  readonly requestId: string;
  /** Of what comes of the request, where its caller has a trace. */
  readonly traceparent: string | undefined;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly arrivedAt: number;
  readonly method: string;
  /** Who acts, and the supplier that acts for it. */
  readonly consumer: OrganisationNumber;
  readonly supplier: OrganisationNumber | null;
  /** Without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly search: string;
  /** The scheme and name under which the service was asked. */
  readonly origin: string;
  /** The media type that the answer shall have. */
  readonly mediaType: string;
  /** Aborts when the client has gone away. */
  readonly gone: AbortSignal;
}

export interface Input<Id extends OperationId> {
  readonly path: Present<Parameters<Id>['path']>;
  readonly query: Readonly<Present<Parameters<Id>['query']>>;
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly body: Body<Id>;
  readonly received: Received;
}

type Content<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;
type Location<Response> = Response extends { headers: { Location: string } }
  ? { readonly location: string }
  : { readonly location?: never };
type Successes<Id extends OperationId> = operations[Id]['responses'];

/** A success that is written piece by piece, in one of the media types that the contract has for it. */
export interface Streamed<MediaType extends string = string> {
  readonly status: 200;
  readonly mediaType: MediaType;
  readonly chunks: Chunks;
  /**
   * What its bytes hang on besides the address, the media type and the release: the resolved day, position and language. The ETag
   * is made of it before anything is written. Without it there is no tag: the answer is alive.
   */
  readonly validator?: readonly (string | number | null)[];
  /**
   * True where it may be refused until its first chunk is there, by what only its rows tell (the cells of a cube). For HEAD that chunk is made
   * as well, so that it is refused what GET is.
   */
  readonly refusable?: boolean;
  /** True where the address itself fixes day and position: it may be kept for ever. */
  readonly immutable?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** By which bound it is admitted, where figures are in memory for as long as the client takes. */
  readonly bound?: 'reports';
}

type MediaTypes<Response> = Response extends { content: infer Content } ? Extract<keyof Content, string> : never;
type Stream<Id extends OperationId> = Successes<Id> extends { 200: infer Success } ? Streamed<MediaTypes<Success>> : never;

/** A successful answer, whole; what is refused is thrown as a Problem. A missing Location and a status or body that the contract does not have do not compile. */
export type Whole<Id extends OperationId> = {
  [Status in keyof Successes<Id> & (200 | 201 | 503)]: {
    readonly status: Status;
    readonly body: Content<Successes<Id>[Status]>;
    /** The revision of the stream that the answer stands for: the ETag begins with it. */
    readonly revision?: number;
    /** The position that the answer must not be before, where this process has not folded it yet. */
    readonly position?: Position;
    readonly folded?: boolean;
  } & Location<Successes<Id>[Status]>;
}[keyof Successes<Id> & (200 | 201 | 503)];

/** A success whose bytes are there already: the handler answers for their shape. */
export interface Bytes {
  readonly status: 200;
  readonly prebuilt: Prebuilt;
}

export type Answer<Id extends OperationId> = Whole<Id> | Stream<Id> | Bytes;

export type Handler<Id extends OperationId> = (input: Input<Id>, registry: Registry) => Promise<Answer<Id>> | Answer<Id>;

/** Handlers of some operations. All together must be those of the whole contract. */
export type Handlers<Id extends OperationId> = { readonly [Operation in Id]: Handler<Operation> };
