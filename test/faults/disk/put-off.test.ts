import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ended, folder, start } from '../../cli/process.ts';

import { disk, EIO, ENOSPC, libraryIn, onDisk, SYNC, WRITE } from './disk.ts';
import type { Outcome, Work } from './put-off.ts';

const library = libraryIn(folder());
const stores = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'registry-put-off-'));
afterAll(() => {
  rmSync(stores, { recursive: true });
});

async function outcome(work: Work, error: number, kind: number): Promise<Outcome> {
  const control = join(folder(), 'control');
  disk(control);
  const path = mkdtempSync(join(stores, 'life-'));
  const args = ['test/faults/disk/put-off.ts', path, String(error), String(kind), work];
  const { code, stdout, stderr } = await ended(start(process.execPath, args, onDisk(library ?? '', path, control)));
  expect({ code, stderr: stderr.replaceAll(/^.*(ExperimentalWarning|--trace-warnings).*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Outcome;
}

const recorded = (count: number): string[] => Array.from({ length: count }, () => 'recorded');

if (library === undefined) it.skip('what is put off fails (needs Linux and a C compiler, cc)', () => undefined);
else
  describe.each(['checkpoint', 'index'] as const)('what is put off while the service records: its %s', (work) => {
    it('ends the store where a sync of it fails, which says so: what was answered stands, and nothing more is taken', async () => {
      const { appends, failed, told, answers } = await outcome(work, EIO, SYNC);
      expect({ failed, told, answers }).toEqual({
        failed: 1,
        told: 'unavailable', // and not that an event is in doubt
        answers: [...recorded(appends), 'unavailable', 'unavailable', 'unavailable'],
      });
    });

    it('is done later where it finds no room, and nobody is refused meanwhile', async () => {
      const { appends, failed, told, answers } = await outcome(work, ENOSPC, WRITE);
      expect({ failed, told, answers }).toEqual({ failed: 1, told: null, answers: recorded(appends + 3) });
    });
  });
