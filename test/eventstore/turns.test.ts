import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../src/eventstore/turns.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work on one stream', () => {
  it('takes turns, in the order in which it came', async () => {
    const turns = new Turns();
    const done: string[] = [];
    const work = (name: string, waits: number) => async () => {
      for (let wait = 0; wait < waits; wait += 1) await settled();
      done.push(name);
    };
    await Promise.all([turns.take('one', work('first', 3)), turns.take('one', work('second', 1)), turns.take('one', work('third', 0))]);
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('does not hold up work on another', async () => {
    const turns = new Turns();
    const held = Promise.withResolvers<undefined>();
    const first = turns.take('one', () => held.promise);
    await expect(turns.take('two', () => Promise.resolve('done'))).resolves.toBe('done');
    held.resolve(undefined);
    await first;
  });

  it('goes on after work that failed, which fails for itself alone', async () => {
    const turns = new Turns();
    const [failed, next] = [turns.take('one', () => Promise.reject(new Error('broken'))), turns.take('one', () => Promise.resolve('done'))];
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });
});
