import { describe, expect, it, jest } from '@jest/globals';
import { operations } from '../contract.ts';
import { IS_LONG, PATIENCE, REQUESTS } from './form.ts';
import { printed, type Tally } from './kept.ts';
import { sendAll, statusesIn, timesIn } from './sending.ts';

jest.setTimeout(PATIENCE);

const reads = operations.filter(({ method }) => method === 'GET');
const tally: Tally = new Map();

describe('whatever is read', () => {
  it('is answered as the contract has it, without a fault, and records nothing', async () => {
    await sendAll(reads, tally);
    if (IS_LONG) process.stdout.write(printed(tally));
    expect(timesIn(tally)).toBeGreaterThanOrEqual(REQUESTS / 2);
  });

  it.each(reads.map(({ id }) => id))('gets %s to do what it is for, and to refuse, or it would show little', (id) => {
    const statuses = [...(tally.get(id)?.keys() ?? [])];
    expect(statuses.some((status) => status < 300)).toBe(true);
    expect(statuses.some((status) => status >= 400)).toBe(true);
  });

  it('gets every answer that can be had of one request at a time', () => {
    expect(statusesIn(tally)).toEqual(expect.arrayContaining([200, 304, 400, 404, 406, 410, 414, 422]));
  });
});
