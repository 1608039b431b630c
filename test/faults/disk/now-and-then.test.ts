import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ended, folder, start } from '../../cli/process.ts';
import { disk, EIO, ENOSPC, libraryIn, onDisk, SYNC, WRITE } from './disk.ts';
import type { Outcome, Work } from './now-and-then.ts';

const library = libraryIn(folder());
const stores = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'registry-now-and-then-'));
afterAll(() => {
  rmSync(stores, { recursive: true });
});

async function outcome(work: Work, error: number, kind: number): Promise<Outcome> {
  const control = join(folder(), 'control');
  disk(control);
  const path = mkdtempSync(join(stores, 'life-'));
  const args = ['test/faults/disk/now-and-then.ts', path, String(error), String(kind), work];
  const { code, stdout, stderr } = await ended(start(process.execPath, args, onDisk(library ?? '', path, control)));
  expect({ code, stderr: stderr.replaceAll(/^.*(ExperimentalWarning|--trace-warnings).*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Outcome;
}

const recorded = (count: number): string[] => Array.from({ length: count }, () => 'recorded');

if (library === undefined) it.skip('what is done now and then fails (needs Linux and a C compiler, cc)', () => undefined);
else {
  describe('a checkpoint, which is put off until there is much to bring home', () => {
    it('ends the store where a sync of it fails, which says so: what was answered stands, and nothing more is taken', async () => {
      const { appends, ...came } = await outcome('checkpoint', EIO, SYNC);
      const answers = [...recorded(appends), 'unavailable', 'unavailable', 'unavailable'];
      expect(came).toEqual({ failed: 1, told: 'unavailable', answers, findings: [] }); // and not that an event is in doubt
    });

    it('is made later where it finds no room, and nobody is refused meanwhile', async () => {
      const { appends, ...came } = await outcome('checkpoint', ENOSPC, WRITE);
      expect(came).toEqual({ failed: 1, told: null, answers: recorded(appends + 3), findings: [] });
    });
  });

  describe('a segment of the index, which is written with the append that fills it', () => {
    it('is in doubt with that append where its sync fails: nothing more is taken, and the file is whole', async () => {
      const { appends, ...came } = await outcome('segment', EIO, SYNC);
      const answers = [...recorded(appends - 1), 'outcome-unknown', 'unavailable', 'unavailable', 'unavailable'];
      expect(came).toEqual({ failed: 1, told: 'outcome-unknown', answers, findings: [] });
    });

    it('is refused with that append where there is no room, and written with the next', async () => {
      const { appends, ...came } = await outcome('segment', ENOSPC, WRITE);
      const answers = [...recorded(appends - 1), 'storage-full', ...recorded(3)];
      expect(came).toEqual({ failed: 1, told: null, answers, findings: [] });
    });
  });

  describe('what was answered for, which is remembered beside the file', () => {
    it.each([EIO, ENOSPC])('is no reason to refuse what stands already, where it cannot be written (%i)', async (error) => {
      const { appends, ...came } = await outcome('acknowledged', error, WRITE);
      expect(came).toEqual({ failed: 1, told: null, answers: recorded(appends + 3), findings: [] });
    });
  });
}
