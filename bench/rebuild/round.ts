import { DatabaseSync } from 'node:sqlite';
import { START } from '../../src/domain/position.ts';
import type { InShort } from '../../src/eventstore/port.ts';
import { databaseFile } from '../../src/eventstore/sqlite/open.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { Follower } from '../../src/projections/follower.ts';
import { Names } from '../../src/projections/names.ts';
import type { ReadModel } from '../../src/projections/read-model.ts';
import { emptyModels } from '../../src/projections/read-models.ts';

/** What a process of its own measures: a rebuild of what coverage needs, of all read models, or JSON.parse alone. */
export type Rebuild = 'coverage' | 'all' | 'parse' | 'parse-data';

const [path = '', which] = process.argv.slice(2) as [string, Rebuild];

/** Register, solutions, the facts' ids and adoptions: read in short and folded. */
async function rebuildCoverage(): Promise<number> {
  const store = openSqliteStore({ path });
  const names = new Names();
  const { municipalities, solutions, facts, adoptions } = emptyModels(names);
  const models: readonly ReadModel[] = [municipalities, solutions, facts, adoptions];
  const start = performance.now();
  for await (const message of store.subscribe(START, new AbortController().signal, (name) => names.numberOf(name))) {
    if (message.kind === 'caught-up') break;
    if (message.kind === 'events') for (const event of message.events) for (const model of models) model.fold(event);
    if (message.kind === 'in-short') foldInShort(models, message);
  }
  const took = performance.now() - start;
  await store.close();
  return took;
}

/** The records up to each other event, then that one. */
function foldInShort(models: readonly ReadModel[], { records, others, position }: InShort): void {
  let row = 0;
  const recordsUntil = (end: number): void => {
    let until = row;
    while (until < records.count && records.position(until) <= end) until += 1;
    if (until > row) for (const model of models) model.foldInShort?.(records, row, until);
    row = until;
  };
  for (const event of others) {
    recordsUntil(event.position);
    for (const model of models) model.fold(event);
  }
  recordsUntil(position);
}

/** As a start of the service does it. */
async function rebuildAll(): Promise<number> {
  const store = openSqliteStore({ path });
  const control = new AbortController();
  const follower = new Follower(store);
  const start = performance.now();
  const ended = follower.run(control.signal);
  await follower.caughtUp;
  const took = performance.now() - start;
  control.abort();
  await ended;
  await store.close();
  return took;
}

/** JSON.parse over texts that are in memory already: a page of them at a time, so that the collector has as little to do. */
function parse(columns: string): number {
  const database = new DatabaseSync(databaseFile(path), { readOnly: true });
  const page = database.prepare(`SELECT position, ${columns} FROM events WHERE position > ? ORDER BY position LIMIT 1000`);
  page.setReturnArrays(true);
  let [last, took] = [0, 0];
  for (;;) {
    const rows = page.all(last) as unknown as [number, ...string[]][];
    const texts = rows.flatMap(([, ...each]) => each);
    const start = performance.now();
    for (const text of texts) JSON.parse(text);
    took += performance.now() - start;
    const position = rows.at(-1)?.[0];
    if (position === undefined) return took;
    last = position;
  }
}

const measures: Record<Rebuild, () => number | Promise<number>> = {
  coverage: rebuildCoverage,
  all: rebuildAll,
  parse: () => parse('data, metadata'),
  'parse-data': () => parse('data'),
};
process.stdout.write(String(await measures[which]()));
