import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './schema.ts';

/**
 * Holds tables, indexes and triggers against those that the migrations make in an empty file, to the letter: a flipped bit makes another
 * column of one, without its triggers events can be changed, and one that is not ours can pass over an event in silence.
 * @param version that of the store; 0 has none of them
 * @throws StoreError `corrupt`
 */
export function requireOwnSchema(database: DatabaseSync, file: string, version: number): void {
  const own = new DatabaseSync(':memory:');
  try {
    migrate(own, MIGRATIONS.slice(0, version));
    const [due, found] = [schemaOf(own), schemaOf(database)];
    const [other] = [...due.keys(), ...found.keys()].filter((name) => due.get(name) !== found.get(name));
    if (other !== undefined) throw new StoreError('corrupt', { reason: `${file}: ${other} ${wrong(due.has(other), found.has(other))}` });
  } finally {
    own.close();
  }
}

function wrong(isDue: boolean, isFound: boolean): string {
  if (!isFound) return 'is not there; restore a backup';
  return isDue ? 'is not as the service made it; restore a backup' : 'was made by somebody else; remove it, or restore a backup';
}

/**
 * What each was made by, without white space: how our source is laid out is stored with it, and means nothing. Without the tables that an
 * operator's ANALYZE makes: SQLite gives their names to nobody else, and what is in them changes no answer.
 */
function schemaOf(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database
    .prepare(
      `SELECT concat(type, ' ', name) AS name, concat(tbl_name, ' ', sql) AS made FROM sqlite_schema
        WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))`,
    )
    .all();
  return new Map((rows as { name: string; made: string }[]).map(({ name, made }) => [name, made.replaceAll(/\s+/g, '')]));
}
