import { describe, expect, it } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { EXIT } from '../../src/cli/exit.ts';
import { exitCodeOf } from '../../src/exit-code.ts';
import { ReadModelStopped } from '../../src/projections/follower.ts';
import { NotFoldedYet } from '../../src/registry/registry.ts';
import { folder, registry, serve } from './process.ts';

/** What Node runs first: a fault of ours, where nobody foresaw one. */
const before = (program: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` });
const FAULT = `throw new TypeError('nobody foresaw it')`;
const STACK = /TypeError: nobody foresaw it\n {4}at /;

describe('a fault that nobody foresaw', () => {
  it('ends a command with a code of its own, which does not say that rows are bad or that there are findings', async () => {
    const { code, stderr } = await registry(['--help'], before(`process.stdout.write = () => { ${FAULT}; };`));
    expect({ code, stderr }).toEqual({ code: EXIT.unforeseen, stderr: expect.stringMatching(STACK) });
  });

  it('is told as such where nobody waits for it: in a timer, in a promise', async () => {
    const waiting = 'setInterval(() => undefined, 1_000);';
    const ended = await Promise.all(
      [`setTimeout(() => { ${FAULT}; }, 1);`, `Promise.resolve().then(() => { setImmediate(async () => { ${FAULT}; }); });`].map((fault) =>
        registry(['serve'], { ...before(`${waiting} ${fault}`), DATA_DIR: folder(), PORT: '0', LOG_LEVEL: 'silent' }),
      ),
    );
    for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: EXIT.unforeseen, stderr: expect.stringMatching(STACK) });
  });

  it('has its stack told where nobody waits for it, also where it is the system that has refused', async () => {
    const refused = `throw Object.assign(new Error('read ECONNRESET'), { syscall: 'read' })`;
    // Of a command that starts no process of its own: that would tell the stack, too.
    const { code, stderr } = await registry(['--help'], before(`process.once('beforeExit', () => { ${refused}; });`));
    expect({ code, stderr }).toEqual({ code: EXIT.store, stderr: expect.stringMatching(/Error: read ECONNRESET\n {4}at /) });
  });

  it('ends a service at once, for systemd to start it again', async () => {
    const service = await serve({ ...before(`process.once('SIGUSR2', () => { ${FAULT}; });`), DATA_DIR: folder(), LOG_LEVEL: 'warn' });
    service.signal('SIGUSR2');
    const { code, stderr } = await service.ended;
    expect({ code, stderr }).toEqual({ code: EXIT.unforeseen, stderr: expect.stringMatching(STACK) });
  });

  it.each([new NotFoldedYet('the read models are behind the log'), new ReadModelStopped('adoptions', 'event 5 cannot be folded')])(
    'is none where the read models cannot go on: that is the store (%s)',
    (fault) => {
      expect(exitCodeOf(fault)).toBe(EXIT.store);
    },
  );

  it('is in the help wherever that lists exit codes', async () => {
    const { stdout } = await registry(['--help']);
    const listing = [stdout, ...Object.values(commands).map(({ help }) => help)].filter((help) => help.includes('Exit codes:'));
    expect(listing.length).toBeGreaterThan(1);
    for (const help of listing) expect(help).toMatch(new RegExp(`Exit codes: .*\\b${EXIT.unforeseen} a fault that nobody foresaw`));
  });
});
