import { describe, expect, it } from '@jest/globals';
import { ask, folder, serve } from '../cli/process.ts';
import { headOf } from '../cli/store.ts';
import { example } from './example.ts';

describe('the example', () => {
  const path = folder();

  it('serves the national solutions and the roll-out of Digisos, and ends with 0 when it is stopped', async () => {
    const running = await example(path);
    const coverage = await ask(`${running.url}/v1/solutions/digisos/coverage?asOf=2018-12-31`);
    const solutions = await ask(`${running.url}/v1/solutions`);
    const status = await ask(`${running.url}/v1/solutions/e-resept/status?asOf=2020-01-01`);
    const { code } = await running.stop();
    // Enabled in example/data/digisos.csv by then, and not disabled since: 22 municipalities.
    expect(coverage.body).toMatchObject({
      municipalities: { numerator: 22, denominator: 422, share: 0.0521 },
      population: { denominator: 5_295_619 },
    });
    expect((solutions.body['items'] as object[]).length).toBeGreaterThan(10);
    expect(status.body).toMatchObject({ phase: 'operation', owners: [{ organisationNumber: '994598759', name: 'Norsk helsenett SF' }] });
    expect(running.lines.join('\n')).toContain('sundhed-dk, fmk, medcom: Danish');
    expect(code).toBe(0);
  });

  it('started again records nothing more', async () => {
    const head = await headOf(path);
    await (await example(path)).stop();
    expect(await headOf(path)).toBe(head);
  });

  it('stopped while it is filling ends with 0 too, and goes on at the next start', async () => {
    const another = folder();
    const begun = await serve({ DATA_DIR: another, LOG_LEVEL: 'warn' }, ['example/start.ts']);
    const { code } = await begun.stop();
    expect(code).toBe(0);
    expect(await headOf(another)).toBeLessThan(await headOf(path));
    await (await example(another)).stop();
    expect(await headOf(another)).toBe(await headOf(path));
  });
});
