import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { StoreError } from '../../errors.ts';
import type { Ask } from '../asking.ts';
import { EVENT } from '../queries.ts';
import { REBUILD } from '../record-names.ts';
import type { Row } from '../rows.ts';
import { idKey, streamKey } from './keys.ts';

/** Where an event lies, and what it is found by. */
export interface Place {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** What is found by the indexes in the file. */
export interface Entries {
  /** The events up to this position have entries, and none behind it. @throws StoreError `corrupt` where that is not as it was written */
  until(): number;
  /** The next events of a stream, at most `limit`. */
  ofStream(stream: string, from: number, limit: number): readonly Row[];
  lastOfStream(stream: string): Row | undefined;
  byId(id: string): Row | undefined;
  /** Whether an event has its entries. */
  has(place: Place): boolean;
  /** How many each index has of the events up to a position. */
  countedTo(position: number): { readonly streams: number; readonly ids: number };
  /** Adds those of the next events, in the open transaction: each index in its own order, so that a page of it is changed once. */
  add(places: readonly Place[]): void;
}

/** Events were taken from the end, which leaves no gap and breaks no chain. @param until up to which position events were indexed */
export const tornOff = (last: number, until: number): string =>
  `the last event is at position ${last}, and events up to ${until} were indexed; restore a backup`;

/** A bit that a disk turned round would leave events out. */
const checksumOf = (position: number): number => crc32(`indexed ${position}`);

export function entries(database: DatabaseSync, ask: Ask): Entries {
  const found = (index: string, rest: string): StatementSync =>
    database.prepare(`SELECT ${EVENT('event')} FROM ${index} AS entry CROSS JOIN events AS event USING (position) ${rest}`);
  const ofStream = found(
    'stream_index',
    'WHERE entry.key = ? AND entry.revision >= ? AND event.stream = ? ORDER BY entry.revision LIMIT ?',
  );
  const last = found('stream_index', 'WHERE entry.key = ? AND event.stream = ? ORDER BY entry.revision DESC LIMIT 1');
  const byId = found('id_index', 'WHERE entry.key = ? AND event.id = ? LIMIT 1');
  const has = database.prepare(`
    SELECT EXISTS (SELECT 1 FROM stream_index WHERE key = ? AND revision = ? AND position = ?)
      AND EXISTS (SELECT 1 FROM id_index WHERE key = ? AND position = ?) AS found
  `);
  const counted = database.prepare(`
    SELECT (SELECT count(*) FROM stream_index WHERE position <= ?1) AS streams, (SELECT count(*) FROM id_index WHERE position <= ?1) AS ids
  `);
  const until = database.prepare('SELECT position, checksum FROM indexed');
  const addStream = database.prepare('INSERT INTO stream_index (key, revision, position) VALUES (?, ?, ?)');
  const addId = database.prepare('INSERT INTO id_index (key, position) VALUES (?, ?)');
  const move = database.prepare('INSERT OR REPLACE INTO indexed (only, position, checksum) VALUES (1, ?, ?)');

  const row = (statement: StatementSync, ...given: SQLInputValue[]) => ask(() => statement.get(...given)) as Row | undefined;
  return {
    until() {
      const said = ask(() => until.get()) as { position: number; checksum: number } | undefined;
      if (said === undefined) return 0;
      if (said.checksum === checksumOf(said.position)) return said.position;
      throw new StoreError('corrupt', { reason: `how far events are indexed is not as it was written; ${REBUILD}` });
    },
    ofStream: (stream, from, limit) => ask(() => ofStream.all(streamKey(stream), from, stream, limit)) as unknown as readonly Row[],
    lastOfStream: (stream) => row(last, streamKey(stream), stream),
    byId: (id) => row(byId, idKey(id), id),
    has: ({ stream, revision, position, id }) =>
      (ask(() => has.get(streamKey(stream), revision, position, idKey(id), position)) as { found: number }).found === 1,
    countedTo: (position) => ask(() => counted.get(position)) as { streams: number; ids: number },
    add(places) {
      const byStream = places.map(({ stream, revision, position }) => ({ key: streamKey(stream), revision, position }));
      const ids = places.map(({ id, position }) => ({ key: idKey(id), position }));
      byStream.sort((one, other) => one.key - other.key || one.revision - other.revision);
      ids.sort((one, other) => one.key - other.key);
      for (const { key, revision, position } of byStream) addStream.run(key, revision, position);
      for (const { key, position } of ids) addId.run(key, position);
      const end = places.at(-1)?.position;
      if (end !== undefined) move.run(end, checksumOf(end));
    },
  };
}
