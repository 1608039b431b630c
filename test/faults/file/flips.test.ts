import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { folder } from '../../cli/process.ts';
import { rounds, tell } from '../long.ts';
import { FILE, flipped, killedIn, madeIn, type Outcome, outcomeOf, type Read, readIn, WAL, withChanged } from './damage.ts';

/** Bytes of the head of a page of SQLite and the first of its pointers to cells. */
const HEAD = 20;

const base = folder();
const [path, killed] = [join(base, 'whole'), join(base, 'killed')];
let due: Read;
beforeAll(async () => {
  await madeIn(path);
  due = await readIn(path);
});

interface Page {
  readonly name: string;
  readonly pagetype: string;
  readonly pageno: number;
}

/** Every page of the file with what it is for. */
function pages(): Page[] {
  const database = new DatabaseSync(join(path, FILE), { readOnly: true });
  const found = database.prepare('SELECT name, pagetype, pageno FROM dbstat ORDER BY pageno').all() as unknown as Page[];
  database.close();
  return found;
}

/** One of each class that the file has: leaves and inner pages of the table and of each index, overflow, schema, and the small tables. */
const classes = (): Page[] =>
  [...Map.groupBy(pages(), ({ name, pagetype }) => `${name} ${pagetype}`).values()].flatMap(([first]) => first ?? []);

/** What came of flips, and those that nobody was told of. */
async function flips(from: string, file: string, places: readonly number[], known: Read) {
  const outcomes: Partial<Record<Outcome, number>> = {};
  const silent: string[] = [];
  for (const [index, place] of places.entries()) {
    const bit = index % 8;
    const where = `byte ${place}, bit ${bit}`;
    const told = (cause: unknown) => { throw new Error(`${where} is told of by no StoreError`, { cause }); }; // prettier-ignore
    const { outcome, message } = await withChanged(from, file, (bytes) => flipped(bytes, place, bit), (one) => outcomeOf(one, known)).catch(told); // prettier-ignore
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome === 'silent') silent.push(`${where} ${message}`);
  }
  return { outcomes, silent };
}

const random = (count: number, below: number): number[] => Array.from({ length: count }, () => Math.floor(Math.random() * below));

describe('a flipped bit in the file of the log', () => {
  it('is found or does no harm, in the head of a page of every class', async () => {
    const found = classes();
    expect(found.length).toBeGreaterThanOrEqual(9);
    const places = found.flatMap(({ pageno }) => Array.from({ length: HEAD }, (_, at) => (pageno - 1) * 4096 + at));
    const { outcomes, silent } = await flips(path, FILE, places, due);
    tell('flips in the heads of pages', { classes: found.map(({ name, pagetype }) => `${name} ${pagetype}`), ...outcomes });
    expect(silent).toEqual([]);
    expect(outcomes.refused).toBeGreaterThan(0);
  }, 3_600_000);

  it('is found or does no harm, wherever it is', async () => {
    const { outcomes, silent } = await flips(path, FILE, random(rounds(150, 20_000), statSync(join(path, FILE)).size), due);
    tell('flips anywhere', outcomes);
    expect(silent).toEqual([]);
    expect(outcomes.found).toBeGreaterThan(0);
  }, 3_600_000);

  it('is found or does no harm in the write-ahead log, but in the last commit of all, which nothing stands behind', async () => {
    await killedIn(killed, join(base, 'aside'));
    const log = readFileSync(join(killed, WAL));
    const known = await withChanged(killed, WAL, (bytes) => bytes, readIn);
    const commits = [...framesOf(log)].filter(({ isCommit }) => isCommit);
    const lastBegins = commits.at(-2)?.end ?? 0;
    expect(commits.length).toBeGreaterThan(10);
    const { outcomes, silent } = await flips(killed, WAL, random(rounds(80, 5_000), lastBegins), known);
    tell('flips in the write-ahead log', outcomes);
    // Behind damage in the commit before the last there is one commit: as after a power failure.
    const before = commits.at(-3)?.end ?? 0;
    expect(silent.filter((place) => Number(/\d+/.exec(place)?.[0]) < before)).toEqual([]);
  }, 3_600_000);
});

function* framesOf(log: Buffer): Generator<{ isCommit: boolean; end: number }> {
  for (let at = 32; at + 4120 <= log.length; at += 4120) yield { isCommit: log.readUInt32BE(at + 4) !== 0, end: at + 4120 };
}
