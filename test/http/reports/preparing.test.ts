import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { StoreError } from '../../../src/eventstore/errors.ts';
import { CoverageFigures } from '../../../src/projections/coverage/coverage.ts';
import { asked, serviceWithReports } from './asked.ts';

const service = await serviceWithReports();
afterAll(() => service.end());

describe('a report that counts coverage', () => {
  it.each([
    ['coverage', 'asOf=2021-01-01&groupBy=solution'],
    ['coverage-series', 'from=2018-01-01&to=2021-12-31'],
  ])('has waited for what it counts from before its first row: %s', async (name, query) => {
    const missing = new StoreError('unavailable', { reason: 'a test did not prepare it' });
    const preparing = jest.spyOn(CoverageFigures.prototype, 'prepare').mockRejectedValueOnce(missing);
    const answer = await asked(service, name, query);
    expect(answer.problem('store-unavailable').status).toBe(503);
    const again = await asked(service, name, query);
    expect([again.status, preparing.mock.calls.length]).toEqual([200, 2]);
    preparing.mockRestore();
  });

  it('prepares nothing for a client that has it already', async () => {
    const query = 'asOf=2021-01-01&groupBy=solution';
    const { headers } = await asked(service, 'coverage', query);
    const preparing = jest.spyOn(CoverageFigures.prototype, 'prepare');
    const again = await asked(service, 'coverage', query, { 'If-None-Match': String(headers['etag']) });
    expect([again.status, preparing.mock.calls.length]).toEqual([304, 0]);
    preparing.mockRestore();
  });
});
