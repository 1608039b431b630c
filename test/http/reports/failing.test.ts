import { afterAll, describe, expect, it } from '@jest/globals';
import { StoreError } from '../../../src/eventstore/errors.ts';
import { type Ailment, ailing } from '../faults.ts';
import { registerDigisos } from '../sector.ts';
import { startService } from '../service.ts';

const ailment: Ailment = {};
const service = await startService({ between: ailing(ailment) });
afterAll(() => service.end());
await registerDigisos(service);

describe('a report whose first row cannot be given', () => {
  it.each(['json', 'csv', 'ndjson'])('is a problem like any other, and not half a file: %s', async (format) => {
    ailment.readAt = () => {
      throw new StoreError('unavailable', { reason: 'a test took it away' });
    };
    const answer = await service.get(`/v1/reports/history?format=${format}`).finally(() => delete ailment.readAt);
    expect(answer.problem('store-unavailable').status).toBe(503);
    for (const header of ['etag', 'content-disposition', 'content-location', 'content-language'])
      expect([header, answer.headers[header]]).toEqual([header, undefined]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});
