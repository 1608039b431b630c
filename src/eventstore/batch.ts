import type { DomainEvent } from '../domain/events.ts';
import { codec, type Encoded } from './codec.ts';
import { StoreError } from './errors.ts';
import { said, type Said } from './metadata.ts';
import type { NewEvent, Provenance } from './port.ts';

/** Bytes of data and metadata in one append: well under the 1 MiB of EventStoreDB up to 24.10, whichever engine is behind. */
export const APPEND_LIMIT = 512 * 1024;

/** An event that is ready to be placed in a stream. */
export interface Prepared extends Encoded<DomainEvent>, Said {
  readonly id: string;
}

/**
 * Encodes the events of one append and checks, before an engine sees them, what no engine can mend.
 * @throws TypeError for no events, for two with the same id, and for one that would not decode
 * @throws StoreError `payload-too-large`
 */
export function prepare(events: readonly NewEvent[]): readonly Prepared[] {
  if (events.length === 0) throw new TypeError('an append needs an event');
  // EventStoreDB's check of repetitions goes wrong on these (its .NET client, issue 159).
  if (new Set(events.map(({ id }) => id)).size < events.length) throw new TypeError('two events of one append have the same id');
  const prepared = events.map((event): Prepared => {
    const { version, data, event: decoded } = codec.encode(event);
    const { provenance, text } = saidOf(event.metadata);
    return { id: event.id, version, data, event: decoded, provenance, text };
  });
  const bytes = prepared.reduce(
    (sum, { data, text }) => sum + [data, text.before, text.after].reduce((of, part) => of + Buffer.byteLength(part), 0),
    0,
  );
  if (bytes > APPEND_LIMIT) throw new StoreError('payload-too-large', { bytes, limit: APPEND_LIMIT });
  return prepared;
}

/** @throws TypeError */
function saidOf(metadata: Provenance): Said {
  try {
    return said(metadata);
  } catch (error) {
    throw new TypeError(`not the metadata of an event: ${(error as Error).message}`, { cause: error });
  }
}
