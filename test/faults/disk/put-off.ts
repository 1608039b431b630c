/**
 * A process on a disk that fails in what is put off while it records: appends until it is done for the first time, and once more with a call
 * of that failing. Says what came of it in a line of JSON, which put-off.test.ts reads.
 *
 * usage: node put-off.ts FOLDER ERROR KIND WORK
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError, type StoreErrorCode } from '../../../src/eventstore/errors.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { openSqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { described, newStream } from '../../eventstore/events.ts';
import { disk, SYNC } from './disk.ts';

export interface Outcome {
  /** How many appends it took until it was done first. */
  readonly appends: number;
  /** How many calls failed. */
  readonly failed: number;
  /** As what the store said that it has failed; null where it did not. */
  readonly told: StoreErrorCode | null;
  /** What the appends up to that one, and three after it, came to. */
  readonly answers: readonly string[];
}

/** A page an event, and as many in an append as it takes. */
const EVENTS = 100;
const AFTER = 3;

/** What may be put off, with how many syncs it and the append before it make at the least. */
const SYNCS = { index: 2, checkpoint: 3 };
export type Work = keyof typeof SYNCS;

const [folder = '', error, kind, work] = process.argv.slice(2);
const failing = disk(process.env['DISK_CONTROL'] ?? '');

/** @throws what is no fault of the store */
function codeOf(fault: unknown): StoreErrorCode {
  if (!(fault instanceof StoreError)) throw fault;
  return (fault as StoreError).code;
}

/** Appends until `isEnough` of what was counted by each. */
async function life(name: string, counts: number, nth: number, isEnough: (counted: readonly number[]) => boolean) {
  const path = join(folder, name);
  mkdirSync(path);
  let told: StoreErrorCode | null = null;
  const store = openSqliteStore({ path, onFailure: ({ code }) => { told = code; } }); // prettier-ignore
  failing.order({ counts, nth, error: Number(error) });
  const [counted, answers]: [number[], string[]] = [[], []];
  while (!isEnough(counted)) {
    const events = Array.from({ length: EVENTS }, () => described(4_000));
    const answer = store.append(newStream(), events, NO_STREAM).then(() => 'recorded');
    answers.push(await answer.catch(codeOf));
    counted.push(failing.seen().counted);
  }
  const { failed } = failing.seen();
  failing.heal();
  await store.close();
  return { counted, answers, told, failed };
}

/** An append syncs once; the one that is followed by it does more. */
const isDone = (syncs: readonly number[]): boolean => syncs.length > 1 && (syncs.at(-1) ?? 0) - (syncs.at(-2) ?? 0) >= SYNCS[work as Work];
const { length: appends } = (await life('syncs', SYNC, 0, isDone)).counted;
const { counted } = await life('counted', Number(kind), 0, ({ length }) => length === appends);
// Near the end of what the last append did, its checkpoint or, of a few calls, its index; ids at random make it some more or less.
const [before, after] = [counted.at(-2) ?? 0, counted.at(-1) ?? 0];
const nth = work === 'index' ? after : Math.ceil((before + after) / 2);
const { failed, told, answers } = await life('failing', Number(kind), nth, ({ length }) => length === appends + AFTER);
process.stdout.write(`${JSON.stringify({ appends, failed, told, answers } satisfies Outcome)}\n`);
