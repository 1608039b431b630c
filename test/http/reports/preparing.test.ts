import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { StoreError } from '../../../src/eventstore/errors.ts';
import { CoverageFigures } from '../../../src/projections/coverage/coverage.ts';
import { asked, serviceWithReports } from './asked.ts';

const connectionsOf = (server: Server): Promise<number> => promisify(server.getConnections.bind(server))();
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

  it.each(['json-stat', 'csv'])('makes no more of it when its client has gone (%s)', async (format) => {
    const [asking, going] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const preparing = jest.spyOn(CoverageFigures.prototype, 'prepare').mockImplementation(async () => {
      asking.resolve(undefined);
      await going.promise;
    });
    const client = connect((service.server.address() as AddressInfo).port, '127.0.0.1');
    client.write(`GET /v1/reports/coverage-series?period=month&to=2100-12-31&format=${format} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await asking.promise;
    const [connection] = await Promise.all([connectionsOf(service.server), Promise.resolve(client.destroy())]);
    while ((await connectionsOf(service.server)) >= connection) await turn();
    going.resolve(undefined);
    for (let more = 0; more < 200; more += 1) await turn();
    expect(preparing.mock.calls.length).toBeLessThan(3);
    preparing.mockRestore();
  });

  it.each(['json', 'csv', 'json-stat'])('prepares nothing for a client that has it already (%s)', async (format) => {
    const query = `asOf=2021-01-01&groupBy=solution&format=${format}`;
    const { etag } = await asked(service, 'coverage', query);
    const preparing = jest.spyOn(CoverageFigures.prototype, 'prepare');
    const again = await asked(service, 'coverage', query, { 'If-None-Match': etag });
    expect([again.status, preparing.mock.calls.length]).toEqual([304, 0]);
    preparing.mockRestore();
  });

  it.each([
    ['json', 0],
    ['csv', 0],
    ['json-stat', 1],
  ] as const)('is made for HEAD only where a refusal hangs on it (%s)', async (format, times) => {
    const query = `asOf=2021-01-01&groupBy=solution&format=${format}`;
    const { etag } = await asked(service, 'coverage', query);
    const preparing = jest.spyOn(CoverageFigures.prototype, 'prepare');
    const head = await service.ask('HEAD', `/v1/reports/coverage?${query}`);
    expect([head.status, head.text, head.etag, preparing.mock.calls.length]).toEqual([200, '', etag, times]);
    preparing.mockRestore();
  });
});
