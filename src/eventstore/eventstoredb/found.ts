import { type Instant, instantOf } from '../../domain/instant.ts';
import { type Position, position } from '../../domain/position.ts';
import type { Wire } from './wire.ts';

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
  /** Empty, as the metadata, in a stream of others: they may be a megabyte each, and thousands are read at once. */
  readonly data: string;
  readonly metadata: string;
  /** When the server wrote it, by its clock. */
  readonly writtenAt: Instant;
}

/**
 * The `RecordedEvent` that follows (streams.proto). A number that is left out is 0; what a newer server adds is passed over.
 * @param prefix what the names of our streams begin with
 * @throws Error where it is none
 */
export function foundIn(wire: Wire, prefix: string): Found {
  let id = '';
  let streamId = '';
  let revision = 0;
  let prepare = 0;
  let commit = 0;
  let type = '';
  let contentType = '';
  let created = '';
  let metadata = '';
  let data = '';
  for (const end = wire.message(); wire.isBefore(end); ) {
    switch (wire.field()) {
      case 1:
        id = wire.textWithin(2); // UUID.string
        break;
      case 2:
        streamId = wire.textWithin(3); // StreamIdentifier.stream_name
        break;
      case 3:
        revision = wire.number();
        break;
      case 4:
        prepare = wire.number();
        break;
      case 5:
        commit = wire.number();
        break;
      case 6: {
        const [key, value] = entryIn(wire);
        if (key === 'type') type = value;
        else if (key === 'content-type') contentType = value;
        else if (key === 'created') created = value;
        break;
      }
      case 7:
        if (isOthers(streamId, prefix)) wire.skip();
        else metadata = wire.text();
        break;
      case 8:
        if (isOthers(streamId, prefix)) wire.skip();
        else data = wire.text();
        break;
      default:
        wire.skip();
    }
  }
  if (id === '' || streamId === '') throw new Error('an event has no id, or no stream');
  return {
    streamId,
    revision,
    id,
    type,
    place: position(commit),
    isOfTransaction: prepare !== commit,
    isJson: contentType === 'application/json',
    data,
    metadata,
    writtenAt: instantOf(Math.trunc(Number(created) / TICKS)),
  };
}

/** Not before the stream is known: the order of fields is only a habit of the server's. */
const isOthers = (streamId: string, prefix: string): boolean => streamId !== '' && !streamId.startsWith(prefix);

/** The entry of a map that follows. */
function entryIn(wire: Wire): readonly [key: string, value: string] {
  let [key, value] = ['', ''];
  for (const end = wire.message(); wire.isBefore(end); )
    switch (wire.field()) {
      case 1:
        key = wire.text();
        break;
      case 2:
        value = wire.text();
        break;
      default:
        wire.skip();
    }
  return [key, value];
}

/** What an event says; undefined where that is not JSON. */
export function jsonIn({ isJson, data }: Found): unknown {
  try {
    return isJson ? (JSON.parse(data) as unknown) : undefined;
  } catch {
    return undefined; // a SyntaxError: JSON.parse has no other
  }
}
