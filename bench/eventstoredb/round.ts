import { START } from '@eventstore/db-client';
import { Follower } from '../../src/projections/follower.ts';
import { bareClient, openLog } from './server.ts';

/** What a process of its own measures: to come up to the log with all read models folded, or to read all of it and do nothing. */
export type CatchUp = 'folds' | 'bare';

const [prefix = '', which] = process.argv.slice(2) as [string, CatchUp];

async function folds(): Promise<number> {
  const store = await openLog(prefix);
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

process.stdout.write(String(which === 'folds' ? await folds() : await bare()));
