import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { ended, root, start } from '../cli/process.ts';

/** A program that logs in a way, and then has nothing more to do. */
const program = (logging: string): string => `
  import { pino } from 'pino';
  import { stdoutByTurns } from './src/log-lines.ts';
  const logger = pino({ level: 'info' }, stdoutByTurns());
  ${logging}
`;
const starting = (logging: string) => start(process.execPath, ['--input-type=module', '--eval', program(logging)], {}, root);

/** What it writes. */
async function written(logging: string): Promise<string[]> {
  const { stdout, stderr } = await ended(starting(logging));
  expect(stderr).toBe('');
  return messagesIn(stdout);
}

const messagesIn = (lines: string): string[] =>
  lines.split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as { msg: string }).msg); // prettier-ignore

describe('the lines of the log', () => {
  it('are written in their order, over several turns', async () => {
    const lines = await written(`
      logger.info('one'); logger.info('two');
      setImmediate(() => { logger.info('three'); setTimeout(() => { logger.info('four'); }, 1); });
    `);
    expect(lines).toEqual(['one', 'two', 'three', 'four']);
  });

  it('are all written where the process ends in the same turn', async () => {
    expect(await written(`logger.info('one'); logger.info('two'); process.exit(0);`)).toEqual(['one', 'two']);
  });

  it('are all written where the process ends while others are on their way', async () => {
    const lines = await written(`logger.info('one'); setImmediate(() => { logger.info('two'); process.exit(0); });`);
    expect(lines).toEqual(['one', 'two']);
  });

  it.each([
    ['at once', `logger.info('one'); process.exit(0);`],
    ['after more were to be written', `logger.info('one'); setTimeout(() => { logger.info('two'); process.exit(0); }, 20);`],
  ])('may be read by nobody any more: the process ends as if they were, %s', async (_, logging) => {
    const child = starting(logging);
    child.stdout?.destroy();
    const said = text(child.stderr as Readable);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await said).toBe('');
  });

  it('are all written before the process is killed, once the fault is told that it dies of', async () => {
    expect(await written(`logger.info('one'); logger.fatal('two'); process.kill(process.pid, 'SIGKILL');`)).toEqual(['one', 'two']);
  });

  it('are left out where more wait than a log may take of memory, and how many is told', async () => {
    const lines = await written(`for (let line = 0; line < 30_500; line += 1) logger.info(String(line));`);
    expect(lines.slice(-2)).toEqual(['29999', 'lines of the log are missing here: nobody took them']);
  });

  it('that nobody reads do not keep a process from ending', async () => {
    const child = starting(
      `for (let line = 0; line < 20_000; line += 1) logger.info(String(line)); setTimeout(() => logger.info('last'), 300);`,
    );
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('are all written where the process ends and who reads them is slow', async () => {
    const child = starting(`for (let line = 0; line < 20_000; line += 1) logger.info(String(line));`);
    let read = '';
    for await (const chunk of child.stdout as Readable) {
      read += String(chunk);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(messagesIn(read).length).toBe(20_000);
  });

  it('are all written once somebody reads on', async () => {
    const child = starting(`
      const waiting = setInterval(() => undefined, 1_000);
      process.once('SIGTERM', () => { clearInterval(waiting); logger.info('last'); });
      for (let line = 0; line < 20_000; line += 1) logger.info(String(line));
      setTimeout(() => { process.stderr.write('full'); logger.info('after'); }, 300);
    `);
    if (child.stdout === null || child.stderr === null) throw new Error('they are not read');
    await once(child.stderr, 'data');
    let read = '';
    for await (const chunk of child.stdout) {
      read += String(chunk);
      if (read.includes('"after"')) child.kill('SIGTERM');
    }
    expect(messagesIn(read)).toEqual([...Array.from({ length: 20_000 }, (_, line) => String(line)), 'after', 'last']);
  });

  it('that a full disk does not take end no process, nor keep it from ending', async () => {
    const full = start('sh', ['-c', 'exec "$0" --input-type=module --eval "$1" > /dev/full', process.execPath, program(`
      logger.info('one'); setTimeout(() => { logger.fatal('two'); process.stderr.write('it goes on'); }, 300);
    `)], {}, root); // prettier-ignore
    expect(await ended(full)).toEqual({ code: 0, stdout: '', stderr: 'it goes on' });
  });
});
