import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { migrate } from './migrate.ts';
import { REBUILD } from './record-names.ts';
import { DERIVED, MIGRATIONS } from './schema.ts';

/**
 * Holds tables, indexes and triggers against those that the migrations make in an empty file, to the letter: a flipped bit makes another
 * column of one, without its triggers events can be changed, and one that is not ours can pass over an event in silence.
 * @param version that of the store; 0 has none of them
 * @param derivedToo false for whoever is about to make anew what is derived of the events
 * @throws StoreError `corrupt`
 */
export function requireOwnSchema(database: DatabaseSync, file: string, version: number, derivedToo: boolean): void {
  const own = new DatabaseSync(':memory:');
  try {
    migrate(own, MIGRATIONS.slice(0, version));
    const [due, found] = [schemaOf(own), schemaOf(database)];
    const others = [...due, ...found].filter(([name, { made }]) => due.get(name)?.made !== made || found.get(name)?.made !== made);
    const [other] = others.filter(([, { table }]) => derivedToo || !DERIVED.includes(table));
    if (other === undefined) return;
    const [name, { table }] = other;
    const remedy = DERIVED.includes(table) ? REBUILD : 'restore a backup';
    throw new StoreError('corrupt', { reason: `${file}: ${name} ${wrong(due.has(name), found.has(name), remedy)}` });
  } finally {
    own.close();
  }
}

function wrong(isDue: boolean, isFound: boolean, remedy: string): string {
  if (!isFound) return `is not there; ${remedy}`;
  return isDue ? `is not as the service made it; ${remedy}` : `was made by somebody else; remove it, or ${remedy}`;
}

interface Made {
  /** The table that it belongs to. */
  readonly table: string;
  readonly made: string;
}

/**
 * What each was made by, without white space: how our source is laid out is stored with it, and means nothing. Without the tables that an
 * operator's ANALYZE makes: SQLite gives their names to nobody else, and what is in them changes no answer.
 */
function schemaOf(database: DatabaseSync): ReadonlyMap<string, Made> {
  const rows = database
    .prepare(
      `SELECT concat(type, ' ', name) AS name, tbl_name AS "table", concat(tbl_name, ' ', sql) AS made FROM sqlite_schema
        WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))`,
    )
    .all();
  return new Map(
    (rows as unknown as (Made & { name: string })[]).map(({ name, table, made }) => [name, { table, made: made.replaceAll(/\s+/g, '') }]),
  );
}
