import { START } from '@eventstore/db-client';
import { Registry } from '../../src/registry/registry.ts';
import { Snapshot } from '../../src/registry/snapshots/snapshot.ts';
import { bareClient, openLog } from './server.ts';

/** What a process of its own measures: to start with all read models folded, from nothing or from a snapshot, or to read all of the log and do nothing. */
export type CatchUp = 'folds' | 'snapshot' | 'bare';

const [prefix = '', folder = '', which] = process.argv.slice(2) as [string, string, CatchUp];

async function start(): Promise<number> {
  const store = await openLog(prefix);
  const begun = performance.now();
  const registry = new Registry(store, which === 'snapshot' ? { snapshot: new Snapshot(folder, new Set()) } : {});
  const { events } = await registry.start((fault) => {
    throw fault;
  });
  const took = performance.now() - begun;
  if (which === 'snapshot' && events === 0) throw new Error('it did not start from the snapshot');
  await registry.stop();
  await store.close();
  return took;
}

async function bare(): Promise<number> {
  const client = bareClient();
  const start = performance.now();
  let ours = 0;
  for await (const { event } of client.readAll({ fromPosition: START })) if (event?.streamId.startsWith(prefix) === true) ours += 1;
  const took = performance.now() - start;
  await client.dispose();
  if (ours === 0) throw new Error(`there is nothing of ${prefix}`);
  return took;
}

process.stdout.write(String(which === 'bare' ? await bare() : await start()));
