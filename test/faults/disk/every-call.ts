/**
 * A process on a disk that fails: lives through one scenario again and again, with the first call failing, then the second, and so on
 * until none is left to fail. Says what it saw, a line of JSON a life; every-call.test.ts reads them.
 *
 * usage: node every-call.ts FOLDER ERROR LASTING(0 or 1) KINDS
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { START } from '../../../src/domain/position.ts';
import { StoreError, type StoreErrorCode } from '../../../src/eventstore/errors.ts';
import { type NewEvent, NO_STREAM } from '../../../src/eventstore/port.ts';
import { openSqliteStore, type SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { verify } from '../../../src/eventstore/verify.ts';
import { newStream, reports } from '../../eventstore/events.ts';
import { disk, type Disk } from './disk.ts';

/** What one life came to. */
export interface Life {
  readonly nth: number;
  /** How many calls failed in it. */
  readonly failed: number;
  /** It was told of the failure: the open or the close was refused, or the store said that it has failed. */
  readonly told: boolean;
  readonly answers: Readonly<Partial<Record<StoreErrorCode | 'recorded', number>>>;
  /** What is not as it must be; nothing, we hope. */
  readonly breaches: readonly string[];
}

interface Asked {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly answer: StoreErrorCode | 'recorded';
}

/** @throws what is no fault of the store */
function codeOf(error: unknown): StoreErrorCode {
  if (!(error instanceof StoreError)) throw error;
  return (error as StoreError).code;
}

async function ask(store: SqliteStore, count: number): Promise<Asked> {
  const [stream, events] = [newStream(), reports(count)];
  try {
    await store.append(stream, events, NO_STREAM);
    return { stream, events, answer: 'recorded' };
  } catch (error) {
    return { stream, events, answer: codeOf(error) };
  }
}

interface Scenario {
  readonly asked: readonly Asked[];
  readonly told: boolean;
  /** For want of room, which is nothing that a close needs. */
  readonly isCloseRefused: boolean;
}

/** Opens a store twice, and each time records alone and in a group. */
async function scenario(path: string): Promise<Scenario> {
  const asked: Asked[] = [];
  let isCloseRefused = false;
  let told = false;
  for (let time = 0; time < 2; time += 1) {
    try {
      const store = openSqliteStore({ path, onFailure: () => { told = true; } }); // prettier-ignore
      try {
        asked.push(await ask(store, 1));
        asked.push(...(await Promise.all([ask(store, 2), ask(store, 1), ask(store, 3)])));
        asked.push(await ask(store, 1));
      } finally {
        await store.close().catch((error: unknown) => {
          isCloseRefused ||= codeOf(error) === 'storage-full';
          throw error;
        });
      }
    } catch (error) {
      codeOf(error);
      told = true;
    }
  }
  return { asked, told, isCloseRefused };
}

/** What the file has come to, and whether it goes on. */
async function breachesIn(path: string, asked: readonly Asked[]): Promise<string[]> {
  const breaches: string[] = [];
  const store = openSqliteStore({ path });
  const ids = (await Array.fromAsync(store.readStored(START))).map(({ id }) => id);
  const count = (events: readonly NewEvent[]): number => ids.filter((id) => events.some((event) => event.id === id)).length;
  for (const { stream, events, answer } of asked) {
    const standing = count(events);
    if (answer === 'recorded' && standing !== events.length) breaches.push(`${events.length} were answered for, ${standing} stand`);
    if (answer === 'outcome-unknown' && standing !== 0 && standing !== events.length)
      breaches.push(`${standing} of ${events.length} in doubt stand`);
    if (answer !== 'recorded' && answer !== 'outcome-unknown' && standing !== 0)
      breaches.push(`${standing} stand, and the answer was ${answer}`);
    const { deduplicated } = await store.append(stream, events, NO_STREAM);
    if (deduplicated !== standing > 0) breaches.push(`a repetition was ${deduplicated ? 'none' : 'recorded'}, though ${standing} stood`);
  }
  const after = (await Array.fromAsync(store.readStored(START))).map(({ id }) => id);
  if (new Set(after).size !== asked.reduce((sum, { events }) => sum + events.length, 0) || new Set(after).size !== after.length)
    breaches.push(`${after.length} events stand after all were repeated`);
  for await (const { message } of verify(store, { contiguous: true, settling: 0 })) breaches.push(message);
  await store.close();
  const database = new DatabaseSync(join(path, 'registry.db'), { readOnly: true });
  const [found] = Object.values(database.prepare('PRAGMA integrity_check').get() ?? {});
  database.close();
  if (found !== 'ok') breaches.push(String(found));
  return breaches;
}

/** A store that takes nothing more must say so: only what is full may refuse, and go on. */
const unsaid = (asked: readonly Asked[], told: boolean): string[] =>
  told
    ? []
    : asked.filter(({ answer }) => answer !== 'recorded' && answer !== 'storage-full').map(({ answer }) => `${answer}, and no word of it`);

async function live(path: string, failing: Disk, nth: number, order: { error: number; lasting: boolean; counts: number }): Promise<Life> {
  mkdirSync(path);
  failing.order({ ...order, nth });
  const { asked, told, isCloseRefused } = await scenario(path);
  const { failed } = failing.seen();
  failing.heal();
  const breaches = await breachesIn(path, asked).catch((error: unknown) => [`it does not open again: ${String(error)}`]);
  rmSync(path, { recursive: true });
  if (isCloseRefused) breaches.push('it was not closed for want of room');
  const answers = Object.fromEntries(
    Map.groupBy(asked, ({ answer }) => answer)
      .entries()
      .map(([answer, of]) => [answer, of.length]),
  );
  return { nth, failed, told, answers, breaches: [...breaches, ...unsaid(asked, told)] };
}

const [folder = '', error, lasting, counts] = process.argv.slice(2);
const failing = disk(process.env['DISK_CONTROL'] ?? '');
for (let nth = 1, failed = 1; failed > 0; nth += 1) {
  const life = await live(join(folder, String(nth)), failing, nth, {
    error: Number(error),
    lasting: lasting === '1',
    counts: Number(counts),
  });
  failed = life.failed;
  process.stdout.write(`${JSON.stringify(life)}\n`);
}
