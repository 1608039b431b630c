import type { DatabaseSync } from 'node:sqlite';
import { position, type Position, START } from '../../domain/position.ts';
import { canonical } from '../canonical.ts';
import type { Stored } from '../port.ts';
import { checksumOf } from './checksum.ts';
import type { StreamHeads } from './heads.ts';
import type { Queries } from './queries.ts';

/** The log inside an open transaction. */
export interface Writing {
  readonly log: Queries;
  readonly heads: StreamHeads;
  /** Adds an event at the end of the log and of its stream. */
  readonly add: (event: Omit<Stored, 'position'>) => Position;
}

export function writing(database: DatabaseSync, log: Queries, heads: StreamHeads): Writing {
  const insert = database.prepare(`
    INSERT INTO events (position, stream, revision, id, type, version, data, metadata, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  // The last that was ever given out, also where its event is gone: AUTOINCREMENT remembers it.
  const given = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  return {
    log,
    heads,
    add({ stream, revision, id, type, version, data, metadata }) {
      const place = ((given.get() as { seq: number } | undefined)?.seq ?? START) + 1;
      const row = { position: place, stream, revision, id, type, version, data, metadata: canonical(metadata) };
      insert.run(place, stream, revision, id, type, version, data, row.metadata, checksumOf(row));
      heads.move(stream, { revision, hash: metadata.hash });
      return position(place);
    },
  };
}
