import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Instant, instantOf } from '../../domain/instant.ts';
import { type Position, position } from '../../domain/position.ts';

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();

/** The ticks of .NET in which the server counts its time: 100 nanoseconds. */
const TICKS = 10_000;

/** An event as the server tells of it, ours or not. */
export interface Found {
  readonly streamId: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** Its commit position. */
  readonly place: Position;
  /** Several events of a transaction of the TCP protocol share one commit position. */
  readonly isOfTransaction: boolean;
  /** Whether its writer called it JSON. */
  readonly isJson: boolean;
  readonly data: string;
  readonly metadata: string;
  /** When the server wrote it, by its clock. */
  readonly writtenAt: Instant;
}

/** Taken out of the message at once: a page of messages, of some thirty objects each, would outlive the young generation. */
export function foundOf(event: streams.ReadResp.ReadEvent.RecordedEvent): Found {
  const [commit, said] = [event.getCommitPosition(), event.getMetadataMap()];
  return {
    streamId: textOf(event.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()),
    revision: Number(event.getStreamRevision()),
    id: event.getId()?.getString() ?? '',
    type: said.get('type') ?? '',
    place: position(Number(commit)),
    isOfTransaction: event.getPreparePosition() !== commit,
    isJson: said.get('content-type') === 'application/json',
    data: textOf(event.getData_asU8()),
    metadata: textOf(event.getCustomMetadata_asU8()),
    writtenAt: instantOf(Math.trunc(Number(said.get('created') ?? 0) / TICKS)),
  };
}

/** What an event says; undefined where that is not JSON. */
export function jsonIn({ isJson, data }: Found): unknown {
  try {
    return isJson ? (JSON.parse(data) as unknown) : undefined;
  } catch {
    return undefined; // a SyntaxError: JSON.parse has no other
  }
}
