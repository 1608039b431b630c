import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { pragma } from './pragmas.ts';
import { APPLICATION_ID, type Migration, MIGRATIONS } from './schema.ts';
import { transact } from './transaction.ts';

/**
 * Leads a store to the newest version, in one transaction: afterwards it is of the old version or of the new one. A new
 * store gets its random log id.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = pragma(database, 'user_version') as number;
  if (version === migrations.length) return;
  transact(database, () => {
    for (const migration of migrations.slice(version))
      if (typeof migration === 'string') database.exec(migration);
      else migration(database);
    if (version === 0) database.prepare('INSERT INTO log (only, id) VALUES (1, ?)').run(randomUUID());
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
  });
}
