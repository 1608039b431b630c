import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { EXIT } from '../../src/cli/exit.ts';
import { folder, root } from './process.ts';

const UNIT = 'registry.service';
const unit = readFileSync(join(root, 'deploy', UNIT), 'utf8');
const value = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

/** systemd's own judgement of a unit; the program that it starts is the Node of the tests, since systemd looks whether it is there. */
function analyze(args: readonly string[], text: string): { status: number | null; said: string } {
  const file = join(folder(), UNIT);
  writeFileSync(file, text.replace('/usr/bin/node', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, file], { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

/** Offline, it judges from version 250 on. */
const version = Number(/^systemd (\d+)/.exec(spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? 0);

describe('the unit of systemd', () => {
  it('starts what the repository has, with settings that the service takes', () => {
    const [, sealed, ...args] = value('ExecStart').split(' ');
    expect([sealed, ...args]).toEqual(['--disable-sigusr1', 'src/cli.ts', 'serve']);
    expect(existsSync(join(root, args[0] ?? ''))).toBe(true);
    const settings = Object.fromEntries(
      value('Environment')
        .split(' ')
        .map((one) => one.split('=')),
    ) as Record<string, string>;
    expect(readConfig(settings).DATA_DIR).toBe(`/var/lib/${value('StateDirectory')}`);
  });

  it('is started again after a failed log and a fault that nobody foresaw, and not with wrong settings', () => {
    expect([value('Restart'), value('RestartPreventExitStatus')]).toEqual(['on-failure', String(EXIT.usage)]);
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(10);
  });

  it('is stopped by a signal to the service alone, which ends what takes a snapshot', () => {
    expect(value('KillMode')).toBe('mixed');
  });

  // systemd passes over what it does not know, with 0 and a word about it.
  (version > 0 ? it : it.skip)('is understood by systemd, every line of it (needs systemd-analyze)', () => {
    expect(analyze(['verify'], unit)).toEqual({ status: 0, said: '' });
    expect(analyze(['verify'], unit.replace('ProtectHome=yes', 'ProtectHome=perhaps')).said).toContain('ignoring: perhaps');
  });

  (version >= 250 ? it : it.skip)('leaves the service few rights, by the measure of systemd (needs systemd-analyze 250)', () => {
    const exposure = (text: string) => analyze(['security', '--offline=true', '--threshold=20'], text).status;
    expect(exposure(unit)).toBe(0);
    expect(exposure(unit.replace(/^(Protect|Private|Restrict|Capab).*\n/gm, ''))).not.toBe(0);
  });
});
