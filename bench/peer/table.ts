import { DatabaseSync } from 'node:sqlite';
import type { ReadModels } from '../../src/projections/read-models.ts';
import type { World } from '../world/world.ts';
import { type Frame, frames, type Interval, intervals, type Place, places } from './intervals.ts';
import { type Live, reportsBySolution, take } from './versions.ts';

const COLUMNS = 'solution, year, code, valid_from, valid_to, municipality, county, inhabitants, counted_on';

/**
 * The peer: an interval table of the resolved facts, clustered in the order in which one solution and all of them are asked for, with a
 * covering index for the counties, all in memory. A year of its own for every interval keeps a question to the rows of one year. And
 * for some solutions the same with what was known when: from and until which position each interval stood.
 */
export function openPeer(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  const types = COLUMNS.split(', ').map((column) => `${column} INTEGER${column === 'counted_on' ? '' : ' NOT NULL'}`).join(', '); // prettier-ignore
  database.exec(`
    PRAGMA temp_store = MEMORY;
    CREATE TABLE solution (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE date (day INTEGER PRIMARY KEY, year INTEGER NOT NULL) STRICT;
    CREATE TABLE interval (${types}, PRIMARY KEY (solution, year, code, valid_from, municipality)) STRICT, WITHOUT ROWID;
    CREATE TABLE known_interval (${types}, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
      PRIMARY KEY (solution, year, code, valid_from, municipality, known_from)) STRICT, WITHOUT ROWID;
    CREATE TABLE contribution (code INTEGER PRIMARY KEY, numerator INTEGER, denominator INTEGER, unknown INTEGER, inherited INTEGER,
      partial INTEGER, stale INTEGER, outside INTEGER, derived INTEGER, uncounted INTEGER) STRICT;
  `);
  return database;
}

/** @param past the solutions (indexes) of which the table also says what was known when */
export function fillPeer(database: DatabaseSync, world: World, { solutions }: ReadModels, past: readonly number[]): void {
  const all = places(world.municipalities);
  const bySolution = reportsBySolution(world);
  const insert = database.prepare(`INSERT INTO interval (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertKnown = database.prepare(
    `INSERT INTO known_interval (${COLUMNS}, known_from, known_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const row = (solution: number, one: Interval) =>
    [solution, one.year, one.code, one.from, one.to, one.municipality, one.county, one.inhabitants, one.countedOn] as const;

  database.exec('BEGIN');
  for (const [index, id] of world.solutionIds.entries()) {
    database.prepare('INSERT INTO solution VALUES (?)').run(index);
    const solution = solutions.get(id);
    if (solution === undefined) throw new Error(`${id} is not registered`);
    const framed = frames(solution, all, world.municipalities);
    const live: Live = new Map();
    const reported = bySolution[index] ?? new Uint32Array();
    if (past.includes(index)) {
      for (const { interval, knownFrom, knownTo } of history(world, all, framed, reported))
        insertKnown.run(...row(index, interval), knownFrom, knownTo);
    }
    for (const report of reported) take(live, world, report);
    const found = all.flatMap((place) => intervals(place, live, framed));
    found.sort((a, b) => a.year - b.year || a.code - b.code || a.from - b.from || a.municipality - b.municipality);
    for (const interval of found) insert.run(...row(index, interval));
  }
  database.exec('COMMIT');
  database.exec('CREATE INDEX by_county ON interval (year, county, code, valid_from, valid_to, inhabitants, counted_on)');
  database.exec('ANALYZE');
}

interface KnownInterval {
  readonly interval: Interval;
  readonly knownFrom: number;
  readonly knownTo: number;
}

/** Every interval that ever stood, with the positions between which it did: worked out anew for whom a report touches, after each. */
function* history(world: World, all: readonly Place[], framed: readonly Frame[], reported: Uint32Array): Generator<KnownInterval> {
  const live: Live = new Map();
  const standing = all.map((place) => new Map(intervals(place, live, framed).map((one) => [keyOf(one), { interval: one, knownFrom: 0 }])));
  for (const report of reported) {
    const number = take(live, world, report);
    const position = world.positionOf(report);
    for (const place of number === undefined ? [] : all.filter(({ numbers }) => numbers.includes(number))) {
      const before = standing[place.index] ?? new Map<string, { interval: Interval; knownFrom: number }>();
      const now = new Map(intervals(place, live, framed).map((one) => [keyOf(one), one]));
      for (const [key, known] of before) {
        if (now.has(key)) continue;
        yield { ...known, knownTo: position };
        before.delete(key);
      }
      for (const [key, interval] of now) if (!before.has(key)) before.set(key, { interval, knownFrom: position });
    }
  }
  for (const known of standing.flatMap((one) => [...one.values()])) yield { ...known, knownTo: Number.MAX_SAFE_INTEGER };
}

const keyOf = ({ year, from, to, code }: Interval): string => `${year} ${from} ${to} ${code}`;
