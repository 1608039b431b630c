import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ended, registry, serve, starting } from './process.ts';
import { fileOf, headOf, numbersOf2020, reportsIn, storeWithDigisos } from './store.ts';

interface Row {
  readonly municipalityNumber: string;
  readonly effectiveFrom: string;
  readonly stage: string;
}

/** Seven reports of every municipality, month by month: enough that an import is under way for a while. */
const rows: Row[] = ['considering', 'planned', 'committed', 'introducing', 'in-use', 'established', 'withdrawn'].flatMap((stage, month) =>
  numbersOf2020().map((municipalityNumber) => ({ municipalityNumber, effectiveFrom: `2021-0${month + 1}-01`, stage })),
);

let file: string;
beforeAll(() => {
  const lines = rows.map(({ effectiveFrom, municipalityNumber, stage }) => `${effectiveFrom},${municipalityNumber},${stage}`);
  file = fileOf(['effective_from,number,stage', ...lines]);
});

/** Begins an import and kills it once it has recorded some rows. @returns how many had been recorded by then */
async function interrupted(path: string, options: readonly string[]): Promise<number> {
  const before = await headOf(path);
  const child = starting(['import', 'adoption', file, '--solution', 'digisos', ...options], { DATA_DIR: path });
  const outcome = ended(child);
  while ((await headOf(path)) < before + 200) {
    if (child.exitCode !== null) throw new Error(`it ended before it could be interrupted: ${(await outcome).stderr}`);
    await wait(10);
  }
  child.kill('SIGKILL');
  await outcome;
  return (await headOf(path)) - before;
}

/** The stages of every municipality in the order in which they were recorded. */
const histories = (reports: readonly Row[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Map.groupBy(reports, ({ municipalityNumber }) => municipalityNumber)
      .entries()
      .map(([number, of]) => [number, of.map(({ effectiveFrom, stage }) => `${effectiveFrom} ${stage}`)]),
  );

describe.each(['into a store', 'through a service'])('an import %s that is killed in its second pass', (where) => {
  it('goes on when it is run again: every row stands once, those of a municipality in their order', async () => {
    const path = await storeWithDigisos();
    const service = where === 'into a store' ? undefined : await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const options = service === undefined ? [] : ['--url', service.url];
    const done = await interrupted(path, options);
    expect(done).toBeLessThan(rows.length);
    const { code, stdout } = await registry(['import', 'adoption', file, '--solution', 'digisos', ...options], { DATA_DIR: path });
    await service?.stop();
    expect(code).toBe(0);
    const [recorded, unchanged, before] = [...stdout.matchAll(/\d+/g)].map(Number);
    expect(unchanged).toBe(0);
    // A service finishes the rows that were under way when their sender was killed.
    expect(before).toBeGreaterThanOrEqual(done);
    expect((recorded ?? 0) + (before ?? 0)).toBe(rows.length);
    expect(histories((await reportsIn(path)) as unknown as Row[])).toEqual(histories(rows));
  });
});
