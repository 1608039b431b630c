import type { OrganisationNumber } from '../domain/organisation-number.ts';

/** Who asks for a command, and on what terms. */
export interface CommandRequest {
  /** The organisation that acts. */
  readonly consumer: OrganisationNumber;
  /** The supplier acting for it, if one does. */
  readonly supplier: OrganisationNumber | null;
  readonly requestId: string;
  /** When the request arrived (ms): the day on which roles count. */
  readonly arrivedAt: number;
  /** SHA-256 (hex) of the canonical body. */
  readonly fingerprint: string;
  /** Repeats with the same key answer as the first did: what the event ids are derived from. */
  readonly key: IdempotencyKey | null;
  /** The revision of the stream that the caller saw (If-Match). */
  readonly expectedRevision: number | null;
  readonly dryRun: boolean;
  /** The trace that the events are recorded under (W3C Trace Context), where the caller has one. */
  readonly traceparent?: string;
}

/** A key counts for one consumer and one method and path. */
export interface IdempotencyKey {
  readonly method: string;
  readonly path: string;
  readonly key: string;
}
