import type { DatabaseSync } from 'node:sqlite';
import type { DomainEvent } from '../../domain/events.ts';
import { position } from '../../domain/position.ts';
import type { Recorded, Stored } from '../port.ts';
import { checksumOf } from './checksum.ts';
import type { StreamHeads } from './heads.ts';
import type { EventIndex } from './index/event-index.ts';

/** The log inside an open transaction. */
export interface Writing {
  readonly index: EventIndex;
  readonly heads: StreamHeads;
  /** Adds an event at the end of the log and of its stream, and what is derived of it. @param event what it decodes to; @param text its metadata in canonical form */
  readonly add: (stored: Omit<Stored, 'position'>, event: DomainEvent, text: string) => Recorded;
  /** The transaction was committed: what is remembered of it stands. */
  readonly stands: () => void;
  /** The transaction was taken back: what is remembered of it never came to stand. */
  readonly forget: () => void;
}

interface Parts extends Pick<Writing, 'index' | 'heads'> {
  readonly database: DatabaseSync;
}

export function writing({ database, index, heads }: Parts): Writing {
  const insert = database.prepare(`
    INSERT INTO events (position, stream, revision, id, type, version, data, metadata, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  return {
    index,
    heads,
    add({ stream, revision, id, type, version, data, metadata }, event, text) {
      const place = index.last + 1;
      const checksum = checksumOf({ position: place, stream, revision, id, type, version, data, metadata: text });
      insert.run(place, stream, revision, id, type, version, data, text, checksum);
      heads.move(stream, { revision, hash: metadata.hash });
      const recorded = { ...event, id, position: position(place), stream, revision, metadata };
      index.add(recorded);
      return recorded;
    },
    stands() {
      index.stands();
    },
    forget() {
      heads.forget();
      index.forget();
    },
  };
}
