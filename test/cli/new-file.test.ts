import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { writeNew } from '../../src/cli/new-file.ts';
import { folder } from './process.ts';

describe('a file that is written', () => {
  it('does not take the place of one that came there meanwhile', async () => {
    const file = join(folder(), 'backup.db');
    const written = writeNew(file, (partial) => {
      writeFileSync(partial, 'ours');
      writeFileSync(file, 'of somebody else');
      return Promise.resolve();
    });
    await expect(written).rejects.toMatchObject({ name: 'UsageError', message: `${file} is there already, and is never written over` });
    expect([readFileSync(file, 'utf8'), readdirSync(dirname(file))]).toEqual(['of somebody else', ['backup.db']]);
  });

  it('does not take the place of a link, also where it leads to nothing yet', async () => {
    const link = join(folder(), 'backup.db');
    symlinkSync(join(folder(), 'not mounted', 'backup.db'), link);
    await expect(writeNew(link, () => Promise.resolve())).rejects.toMatchObject({ name: 'UsageError' });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });
});
