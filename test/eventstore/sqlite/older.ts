import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../src/eventstore/sqlite/migrate.ts';
import { MIGRATIONS } from '../../../src/eventstore/sqlite/schema.ts';

/** Makes the log of a store anew as a release wrote it that had this version of the store, in another folder: with the same id and events. */
export function asOfVersion(version: number, from: string, into: string): void {
  const database = new DatabaseSync(join(into, 'registry.db'));
  migrate(database, MIGRATIONS.slice(0, version));
  const columns = `position, stream, revision, id, type, version, data, metadata${version < 2 ? '' : ', checksum'}`;
  database.prepare('ATTACH ? AS newer').run(join(from, 'registry.db'));
  database.exec(`
    UPDATE main.log SET id = (SELECT id FROM newer.log);
    INSERT INTO main.events (${columns}) SELECT ${columns} FROM newer.events;
    DETACH newer;
  `);
  database.close();
}
