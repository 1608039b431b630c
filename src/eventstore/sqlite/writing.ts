import type { DatabaseSync } from 'node:sqlite';
import { position, type Position } from '../../domain/position.ts';
import { canonical } from '../canonical.ts';
import type { Stored } from '../port.ts';
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
  const insert = database.prepare('INSERT INTO events (stream, revision, id, type, version, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)');
  return {
    log,
    heads,
    add({ stream, revision, id, type, version, data, metadata }) {
      const { lastInsertRowid } = insert.run(stream, revision, id, type, version, data, canonical(metadata));
      heads.move(stream, { revision, hash: metadata.hash });
      return position(Number(lastInsertRowid));
    },
  };
}
