import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ended, folder, start } from '../../cli/process.ts';
import type { Outcome } from './checkpoint.ts';
import { disk, EIO, ENOSPC, libraryIn, onDisk, SYNC, WRITE } from './disk.ts';

const library = libraryIn(folder());
const stores = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'registry-checkpoint-'));
afterAll(() => {
  rmSync(stores, { recursive: true });
});

async function outcome(error: number, kind: number): Promise<Outcome> {
  const control = join(folder(), 'control');
  disk(control);
  const path = mkdtempSync(join(stores, 'life-'));
  const args = ['test/faults/disk/checkpoint.ts', path, String(error), String(kind)];
  const { code, stdout, stderr } = await ended(start(process.execPath, args, onDisk(library ?? '', path, control)));
  expect({ code, stderr: stderr.replaceAll(/^.*(ExperimentalWarning|--trace-warnings).*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Outcome;
}

const recorded = (count: number): string[] => Array.from({ length: count }, () => 'recorded');

if (library === undefined) it.skip('a checkpoint fails (needs Linux and a C compiler, cc)', () => undefined);
else
  describe('a checkpoint that is made while the service records', () => {
    it('and whose sync fails ends the store, which says so: what was answered stands, and nothing more is taken', async () => {
      const { appends, failed, told, answers } = await outcome(EIO, SYNC);
      expect({ failed, told, answers }).toEqual({
        failed: 1,
        told: true,
        answers: [...recorded(appends), 'unavailable', 'unavailable', 'unavailable'],
      });
    });

    it('and finds no room is made when there is some, and nobody is refused meanwhile', async () => {
      const { appends, failed, told, answers } = await outcome(ENOSPC, WRITE);
      expect({ failed, told, answers }).toEqual({ failed: 1, told: false, answers: recorded(appends + 3) });
    });
  });
