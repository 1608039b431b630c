import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Numbering } from '../adoption-records.ts';
import { StoreError } from '../errors.ts';

/** What an operator does about a record or a name that is not as it should be. */
export const REBUILD = '«node src/cli.ts rebuild» makes all anew';

/** The names that records have as numbers: some thousands, kept in memory as in the store. */
export interface RecordNames {
  /** The number of a name; a new one for a new name, in the open transaction. */
  readonly numberOf: Numbering;
  /** Undefined for a name that has none. @throws StoreError `corrupt` */
  known(name: string): number | undefined;
  /** @throws StoreError `corrupt` where no name has the number, or it is not the name that was written */
  nameOf(number: number): string;
  /** A transaction was taken back: what is remembered may never have come to stand. */
  forget(): void;
}

interface NameRow {
  readonly number: number;
  readonly name: string;
  readonly checksum: number;
}

/** A flipped bit would give the reports of one solution to another. */
const checksumOf = (number: number, name: string): number => crc32(`${number} ${name}`);

export function recordNames(database: DatabaseSync): RecordNames {
  const insert = database.prepare('INSERT INTO record_names (number, name, checksum) VALUES (?, ?, ?)');
  const last = database.prepare('SELECT coalesce(max(number), 0) AS number FROM record_names');
  const byNumber = database.prepare('SELECT number, name, checksum FROM record_names WHERE number = ?');
  const byName = database.prepare('SELECT number, name, checksum FROM record_names WHERE name = ?');
  const names = new Map<number, string>();
  const numbers = new Map<string, number>();

  const remembered = (number: number, name: string): number => {
    names.set(number, name);
    numbers.set(name, number);
    return number;
  };
  const sound = (row: unknown): NameRow | undefined => {
    const { number, name, checksum } = (row ?? {}) as Partial<NameRow>;
    if (number === undefined || name === undefined) return undefined;
    if (checksum === checksumOf(number, name)) return { number, name, checksum };
    throw corrupt(`the name with the number ${number} is not as it was written`);
  };
  const known = (name: string): number | undefined => {
    const number = numbers.get(name);
    if (number !== undefined) return number;
    const row = sound(byName.get(name));
    return row && remembered(row.number, name);
  };
  const added = (name: string): number => {
    const number = (last.get() as { number: number }).number + 1;
    insert.run(number, name, checksumOf(number, name));
    return remembered(number, name);
  };

  return {
    numberOf: (name) => known(name) ?? added(name),
    known,
    nameOf(number) {
      const name = names.get(number);
      if (name !== undefined) return name;
      const row = sound(byNumber.get(number));
      if (row === undefined) throw corrupt(`no name has the number ${number}`);
      remembered(number, row.name);
      return row.name;
    },
    forget() {
      names.clear();
      numbers.clear();
    },
  };
}

const corrupt = (reason: string): StoreError => new StoreError('corrupt', { reason: `${reason}; ${REBUILD}` });
