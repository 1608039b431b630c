import { describe, expect, it } from '@jest/globals';
import { ended, root, start } from '../cli/process.ts';

/** What a process writes that logs in a way, and then has nothing more to do. */
async function written(logging: string): Promise<string[]> {
  const program = `
    import { pino } from 'pino';
    import { stdoutByTurns } from './src/log-lines.ts';
    const logger = pino({ level: 'info' }, stdoutByTurns());
    ${logging}
  `;
  const { stdout, stderr } = await ended(start(process.execPath, ['--input-type=module', '--eval', program], {}, root));
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as { msg: string }).msg); // prettier-ignore
}

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

  it('are all written before the process is killed, once the fault is told that it dies of', async () => {
    expect(await written(`logger.info('one'); logger.fatal('two'); process.kill(process.pid, 'SIGKILL');`)).toEqual(['one', 'two']);
  });
});
