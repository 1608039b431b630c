import type { DomainEvent } from '../domain/events.ts';
import { codec, type Encoded } from './codec.ts';
import { StoreError } from './errors.ts';
import { provenance, provenanceText, type ProvenanceText } from './metadata.ts';
import type { NewEvent, Provenance } from './port.ts';

/** Bytes of data and metadata in one append: well under the 1 MiB of EventStoreDB up to 24.10, whichever engine is behind. */
export const APPEND_LIMIT = 512 * 1024;

/** An event that is ready to be placed in a stream. */
export interface Prepared extends Encoded<DomainEvent> {
  readonly id: string;
  readonly provenance: Provenance;
  readonly text: ProvenanceText;
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
    const said = provenanceOf(event.metadata);
    return { id: event.id, version, data, event: decoded, provenance: said, text: provenanceText(said) };
  });
  const bytes = prepared.reduce(
    (sum, { data, text }) => sum + [data, text.before, text.after].reduce((of, part) => of + Buffer.byteLength(part), 0),
    0,
  );
  if (bytes > APPEND_LIMIT) throw new StoreError('payload-too-large', { bytes, limit: APPEND_LIMIT });
  return prepared;
}

function provenanceOf(metadata: Provenance): Provenance {
  const parsed = provenance.safeParse(metadata);
  if (!parsed.success) throw new TypeError(`not the metadata of an event: ${parsed.error.message}`, { cause: parsed.error });
  return parsed.data;
}
