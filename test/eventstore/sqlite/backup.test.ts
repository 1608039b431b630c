import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { START } from '../../../src/domain/position.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { backUp } from '../../../src/eventstore/sqlite/backup.ts';
import { readerOf } from '../../../src/eventstore/sqlite/reader.ts';
import { described, newStream, storedStream } from '../events.ts';
import { folders } from './folder.ts';

const { make, open } = folders();

const eventsOf = async (file: string) => {
  const reader = readerOf(file);
  const events = await Array.fromAsync(reader.readStored(START));
  reader.close();
  return events;
};

describe('a backup', () => {
  it('has the log of the moment at which it began, whatever is recorded while it is made', async () => {
    const path = make();
    const store = open(path);
    const file = join(make(), 'copy.db');
    // Several steps long.
    for (let batch = 0; batch < 20; batch += 1)
      await store.append(newStream(), Array.from({ length: 100 }, () => described(4_000)), NO_STREAM); // prettier-ignore
    const before = await Array.fromAsync(store.readStored(START));
    let steps = 0;
    const onProgress = () => {
      steps += 1;
      // Recorded at once. Were each to begin the copy anew, it would go on until there are no more.
      if (steps <= 30) void store.restore(storedStream());
    };
    await backUp({ path, file, onProgress });
    expect(steps).toBeGreaterThan(2);
    expect(await eventsOf(file)).toEqual(before);
    expect(await store.head()).toBeGreaterThan(before.length);
  });

  it('is one file with nothing beside it, also after it was read', async () => {
    const path = make();
    const store = open(path);
    await store.append(newStream(), [described(10)], NO_STREAM);
    const file = join(make(), 'copy.db');
    await backUp({ path, file });
    expect(await eventsOf(file)).toHaveLength(1);
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
  });

  it('is told of to its last page, also where one step makes it', async () => {
    const path = make();
    await open(path).append(newStream(), [described(10)], NO_STREAM);
    const told: object[] = [];
    const file = join(make(), 'copy.db');
    await backUp({ path, file, onProgress: (pages) => told.push(pages) });
    const { size } = statSync(file);
    expect(told).toEqual([{ done: size / 4096, total: size / 4096 }]);
  });

  it('is not made of a folder without a store', async () => {
    const file = join(make(), 'copy.db');
    await expect(backUp({ path: make(), file })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('there is no '),
    });
  });
});
