import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Instant, instantOf } from '../../domain/instant.ts';
import { type Position, position } from '../../domain/position.ts';

type RecordedEvent = streams.ReadResp.ReadEvent.RecordedEvent;

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();

/** What an event says; undefined where that is not JSON. */
export function jsonIn({ isJson, data }: Found): unknown {
  try {
    return isJson ? (JSON.parse(data) as unknown) : undefined;
  } catch {
    return undefined; // a SyntaxError: JSON.parse has no other
  }
}

/** The ticks of .NET in which the server counts its time: 100 nanoseconds. */
const TICKS = 10_000;

/** An event as the server tells of it, ours or not: what of it nobody asks for is not looked at. */
export class Found {
  readonly streamId: string;
  /** Its commit position. */
  readonly place: Position;
  readonly #event: RecordedEvent;

  constructor(event: RecordedEvent) {
    this.streamId = textOf(event.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array());
    this.place = position(Number(event.getCommitPosition()));
    this.#event = event;
  }

  get id(): string {
    return this.#event.getId()?.getString() ?? '';
  }

  get revision(): number {
    return Number(this.#event.getStreamRevision());
  }

  get type(): string {
    return this.#event.getMetadataMap().get('type') ?? '';
  }

  /** Whether its writer called it JSON. */
  get isJson(): boolean {
    return this.#event.getMetadataMap().get('content-type') === 'application/json';
  }

  get data(): string {
    return textOf(this.#event.getData_asU8());
  }

  get metadata(): string {
    return textOf(this.#event.getCustomMetadata_asU8());
  }

  /** Several events of a transaction of the TCP protocol share one commit position. */
  get isOfTransaction(): boolean {
    return this.#event.getPreparePosition() !== this.#event.getCommitPosition();
  }

  /** When the server wrote it, by its clock. */
  get writtenAt(): Instant {
    return instantOf(Math.trunc(Number(this.#event.getMetadataMap().get('created') ?? 0) / TICKS));
  }
}
