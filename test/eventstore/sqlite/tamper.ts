import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keys } from '../../../src/eventstore/sqlite/index/keys.ts';
import { segments } from '../../../src/eventstore/sqlite/index/segments.ts';

/** Changes what is in a store past the engine, as somebody could who takes its triggers away and puts them back. */
export function tamper(path: string, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(path, 'registry.db'));
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[];
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}

/** Has an index lead to another row, as a flipped bit does: the last of a page of it is in the number of a row. */
export function misleadIndex(path: string): void {
  const file = join(path, 'registry.db');
  const database = new DatabaseSync(file, { readOnly: true });
  const pages = database.prepare("SELECT pageno, pgsize FROM dbstat WHERE name = 'sqlite_autoindex_record_names_1'");
  const { pageno, pgsize } = pages.get() as { pageno: number; pgsize: number };
  database.close();
  const bytes = readFileSync(file);
  const last = pageno * pgsize - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  writeFileSync(file, bytes);
}

/** Changes the keys of the first segment of the index and gives it the checksum of what it is then, as a mistake in writing it would. */
export function tamperIndex(path: string, change: (keys: Keys) => void): void {
  const database = new DatabaseSync(join(path, 'registry.db'));
  const [first] = segments(database).all();
  if (first === undefined) throw new Error('no segment');
  const keys = Keys.from(first.keys);
  change(keys);
  database.prepare('DELETE FROM index_segments WHERE until = ?').run(first.until);
  segments(database).add(0, { ...first, keys: keys.bytes() });
  database.close();
}
