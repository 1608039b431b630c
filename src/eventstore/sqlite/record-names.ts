import type { DatabaseSync } from 'node:sqlite';
import type { Numbering } from '../adoption-records.ts';
import { StoreError } from '../errors.ts';

/** The names that records have as numbers: some thousands, kept in memory as in the store. */
export interface RecordNames {
  /** The number of a name; a new one for a new name, in the open transaction. */
  readonly numberOf: Numbering;
  /** Undefined for a name that has none. */
  known(name: string): number | undefined;
  /** @throws StoreError `corrupt` where no name has the number */
  nameOf(number: number): string;
  /** A transaction was taken back: what is remembered may never have come to stand. */
  forget(): void;
}

export function recordNames(database: DatabaseSync): RecordNames {
  const insert = database.prepare('INSERT INTO record_names (name) VALUES (?)');
  const byNumber = database.prepare('SELECT name FROM record_names WHERE number = ?');
  const byName = database.prepare('SELECT number FROM record_names WHERE name = ?');
  const names = new Map<number, string>();
  const numbers = new Map<string, number>();

  const remembered = (number: number, name: string): number => {
    names.set(number, name);
    numbers.set(name, number);
    return number;
  };
  const known = (name: string): number | undefined => {
    const row = numbers.has(name) ? undefined : (byName.get(name) as { number: number } | undefined);
    return row === undefined ? numbers.get(name) : remembered(row.number, name);
  };

  return {
    numberOf: (name) => known(name) ?? remembered(Number(insert.run(name).lastInsertRowid), name),
    known,
    nameOf(number) {
      const name = names.get(number);
      if (name !== undefined) return name;
      const row = byNumber.get(number) as { name: string } | undefined;
      if (row === undefined)
        throw new StoreError('corrupt', { reason: `no name has the number ${number}; «registry rebuild» numbers them anew` });
      remembered(number, row.name);
      return row.name;
    },
    forget() {
      names.clear();
      numbers.clear();
    },
  };
}
