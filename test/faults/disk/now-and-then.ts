/**
 * A process on a disk that fails in what is done now and then while it records: appends until it is done for the first time, and once more with a
 * call of that failing. Says what came of it in a line of JSON, which now-and-then.test.ts reads.
 *
 * usage: node now-and-then.ts FOLDER ERROR KIND WORK
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError, type StoreErrorCode } from '../../../src/eventstore/errors.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { DUE } from '../../../src/eventstore/sqlite/index/event-index.ts';
import { openSqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { described, newStream } from '../../eventstore/events.ts';
import { findings } from '../../eventstore/sqlite/findings.ts';
import { disk, SYNC, WRITE } from './disk.ts';

export interface Outcome {
  /** How many appends it took until it was done first. */
  readonly appends: number;
  /** How many calls failed. */
  readonly failed: number;
  /** As what the store said that it has failed; null where it did not. */
  readonly told: StoreErrorCode | null;
  /** What the appends up to that one, and three after it, came to. */
  readonly answers: readonly string[];
  /** What is wrong with the file afterwards, when it was opened and closed once more. */
  readonly findings: readonly string[];
}

/** Of an append. */
const EVENTS = 100;
const AFTER = 3;

/**
 * What is done now and then, with the length of an event's text: a page an event brings a checkpoint about before a segment is due. What was
 * answered for is remembered with each append.
 */
const LENGTHS = { checkpoint: 4_000, segment: 100, acknowledged: 100 };
export type Work = keyof typeof LENGTHS;

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
    const events = Array.from({ length: EVENTS }, () => described(LENGTHS[work as Work]));
    const answer = store.append(newStream(), events, NO_STREAM).then(() => 'recorded');
    answers.push(await answer.catch(codeOf));
    counted.push(failing.seen().counted);
  }
  const { failed } = failing.seen();
  failing.heal();
  await store.close();
  await openSqliteStore({ path }).close();
  return { counted, answers, told, failed, findings: await findings(path) };
}

/** An append syncs once, the one that a checkpoint follows three times; the one that fills a segment writes it. */
const isDone = (syncs: readonly number[]): boolean =>
  work === 'checkpoint' ? syncs.length > 1 && (syncs.at(-1) ?? 0) - (syncs.at(-2) ?? 0) >= 3 : syncs.length === DUE / EVENTS;
const { length: appends } = (await life('syncs', SYNC, 0, isDone)).counted;
const { counted } = await life('counted', Number(kind), 0, ({ length }) => length === appends);
const [before, after] = [counted.at(-2) ?? 0, counted.at(-1) ?? 0];
const CALLS: Record<Work, number> = {
  checkpoint: Math.ceil((before + after) / 2), // ids at random make it some more or less
  segment: Number(kind) === WRITE ? after - 1 : after, // the last one of the commit
  acknowledged: after, // behind it
};
const nth = CALLS[work as Work];
const { failed, told, answers, findings: found } = await life('failing', Number(kind), nth, ({ length }) => length === appends + AFTER);
process.stdout.write(`${JSON.stringify({ appends, failed, told, answers, findings: found } satisfies Outcome)}\n`);
