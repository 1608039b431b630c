import { describe, expect, it } from '@jest/globals';
import { sharedRead } from '../../src/registry/shared-read.ts';

/** Runs of a read that a test ends one by one. */
function runs() {
  const begun: PromiseWithResolvers<undefined>[] = [];
  const read = sharedRead(() => {
    const run = Promise.withResolvers<undefined>();
    begun.push(run);
    return run.promise;
  });
  return { read, begun };
}

/** Lets everything that waits for nothing else happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a read that many share', () => {
  it('begins at once for the first who asks', () => {
    const { read, begun } = runs();
    void read();
    expect(begun).toHaveLength(1);
  });

  it('is one more run for all who ask while one is under way', async () => {
    const { read, begun } = runs();
    const asked = [read(), read(), read(), read()];
    begun[0]?.resolve(undefined);
    await settled();
    begun[1]?.resolve(undefined);
    await Promise.all(asked);
    expect(begun).toHaveLength(2);
  });

  it('gives whoever asks a run that began after the asking, never the one under way', async () => {
    const { read, begun } = runs();
    void read();
    let given = false;
    void read().then(() => (given = true));
    begun[0]?.resolve(undefined);
    await settled();
    expect(given).toBe(false);
  });

  it('is had as soon as the run that began after the asking ends', async () => {
    const { read, begun } = runs();
    void read();
    const second = read();
    begun[0]?.resolve(undefined);
    await settled();
    begun[1]?.resolve(undefined);
    await expect(second).resolves.toBeUndefined();
  });

  it('begins anew when nobody is waiting any more', async () => {
    const { read, begun } = runs();
    const first = read();
    begun[0]?.resolve(undefined);
    await first;
    void read();
    expect(begun).toHaveLength(2);
  });

  it('fails for those whose run it was, and not for those who come after', async () => {
    const { read, begun } = runs();
    const [first, second] = [read(), read()];
    begun[0]?.reject(new Error('the log is away'));
    await expect(first).rejects.toThrow('the log is away');
    await settled();
    begun[1]?.resolve(undefined);
    await expect(second).resolves.toBeUndefined();
  });

  it('has no run beside the one that is about to begin', async () => {
    const { read, begun } = runs();
    const first = read();
    const again = first.then(() => read()); // asks between the end of the first run and the beginning of the next
    const second = read();
    begun[0]?.resolve(undefined);
    await first;
    await settled();
    expect(begun).toHaveLength(2);
    begun[1]?.resolve(undefined);
    await Promise.all([again, second]);
  });

  it('has at most one run under way, whoever asks whenever', async () => {
    let [under, most] = [0, 0];
    const read = sharedRead(async () => {
      under += 1;
      most = Math.max(most, under);
      await settled();
      under -= 1;
    });
    await Promise.all(Array.from({ length: 50 }, async (_, turn) => {
      for (let wait = 0; wait < turn % 7; wait += 1) await settled();
      await read();
    })); // prettier-ignore
    expect(most).toBe(1);
  });
});
