import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isStoreError } from '../../../src/eventstore/errors.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { openSqliteReader } from '../../../src/eventstore/sqlite/reader.ts';
import { newStream, reported } from '../events.ts';
import { folders } from './folder.ts';

const { make, open } = folders();
const children: ChildProcess[] = [];

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
});

/** Another process that writes to a folder, once it has recorded an event. */
async function writerIn(path: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [new URL('writer.ts', import.meta.url).pathname, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('the right to write', () => {
  it('belongs to one process: a second is refused and told what to do', async () => {
    const path = make();
    await writerIn(path);
    expect(() => open(path)).toThrow(/^another process already writes to .*registry\.db; stop it first$/);
  });

  it('belongs to one store within a process too', () => {
    const path = make();
    open(path);
    let refused: unknown;
    try {
      open(path);
    } catch (error) {
      refused = error;
    }
    expect(isStoreError(refused, 'locked')).toBe(true);
  });

  it('that cannot be taken is told with its file, and is no damage of the log', () => {
    const path = make();
    writeFileSync(join(path, 'writer.lock'), 'løsning');
    expect(() => open(path)).toThrow(`the store is unavailable: ${path}/writer.lock cannot be locked: file is not a database`);
  });

  it('ends with a process that is killed, and what it had answered for stands', async () => {
    const path = make();
    await kill(await writerIn(path));
    const store = open(path);
    expect(await store.head()).toBe(1);
    await store.append(newStream(), [reported()], NO_STREAM);
  });

  it('is given back on closing, and by an opening that failed', async () => {
    const path = make();
    await open(path).close();
    await open(path).close();
  });

  it('is not needed to read: a reader opens beside the writer, sees what it commits and does not hold it up', async () => {
    const path = make();
    const store = open(path);
    await store.append(newStream(), [reported()], NO_STREAM);
    const reader = openSqliteReader({ path });
    const read = reader.readStored(0 as never)[Symbol.asyncIterator]();
    expect(await read.next()).toMatchObject({ value: { position: 1 } });
    await store.append(newStream(), [reported()], NO_STREAM);
    expect(await reader.head()).toBe(2);
    expect(reader.logId).toBe(store.logId);
    reader.close();
  });

  it('is not needed to read what a killed process left behind', async () => {
    const path = make();
    await kill(await writerIn(path));
    const reader = openSqliteReader({ path });
    expect(await Array.fromAsync(reader.readStored(0 as never))).toHaveLength(1);
    reader.close();
  });
});
