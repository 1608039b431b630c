import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ask, folder, registry, serve } from '../cli/process.ts';
import { storeWithDigisos } from '../cli/store.ts';

// docs/reports/README.md, «After a restore or a move».

// Each is several processes, one after the other: on a machine with other work that takes its time.
jest.setTimeout(240_000);

const REPORT = '/v1/reports/coverage?solution=digisos&asOf=2019-06-30';
const inUse = { effectiveFrom: '2019-01-01', stage: 'in-use', source: 'supplier' };

describe('a report that was sent', () => {
  let store: string;
  let sent: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    store = await storeWithDigisos();
    const service = await serve({ DATA_DIR: store, LOG_LEVEL: 'warn' });
    const record = (number: string) => ask(`${service.url}/v1/solutions/digisos/adoptions/${number}/reports`, inUse);
    expect(await record('0301')).toMatchObject({ status: 201 });
    sent = (await ask(`${service.url}${REPORT}`)).body;
    expect(await record('1103')).toMatchObject({ status: 201 }); // of which it knows nothing
    expect(await ask(`${service.url}${String(sent['snapshot'])}`)).toMatchObject({ status: 200, body: { rows: sent['rows'] } });
    await service.stop();
  });

  it.each([
    ['a backup was restored', ['backup'], ['restore']],
    ['the log was moved', ['export', '--output'], ['import', 'log']],
  ])('is gone by its position after %s, and still there by its instant', async (_, out, into) => {
    const file = join(folder(), 'log');
    const DATA_DIR = join(folder(), 'data');
    expect(await registry([...out, file], { DATA_DIR: store })).toMatchObject({ code: 0 });
    expect(await registry([...into, file], { DATA_DIR })).toMatchObject({ code: 0 });
    const service = await serve({ DATA_DIR, LOG_LEVEL: 'warn' });
    const gone = await ask(`${service.url}${String(sent['snapshot'])}`);
    const again = await ask(`${service.url}${REPORT}&knownAt=${String(sent['knownAt'])}`);
    const now = await ask(`${service.url}${REPORT}`);
    await service.stop();
    expect(gone).toMatchObject({ status: 410, body: { code: 'position-of-another-log' } });
    expect(again).toMatchObject({ status: 200, body: { rows: sent['rows'] } });
    expect(now.body['rows']).not.toEqual(sent['rows']);
  });
});
