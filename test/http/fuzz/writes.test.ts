import { describe, expect, it, jest } from '@jest/globals';
import { operations } from '../contract.ts';
import { IS_LONG, PATIENCE, REQUESTS } from './form.ts';
import { printed, type Tally } from './kept.ts';
import { sendAll, statusesIn, timesIn } from './sending.ts';

jest.setTimeout(PATIENCE);

const writes = operations.filter(({ method }) => method === 'POST');
const tally: Tally = new Map();

describe('whatever is written', () => {
  it('is answered as the contract has it, without a fault, and records nothing that it refuses', async () => {
    await sendAll(writes, tally);
    if (IS_LONG) process.stdout.write(printed(tally));
    expect(timesIn(tally)).toBeGreaterThanOrEqual(REQUESTS / 2);
  });

  it.each(writes.map(({ id }) => id))('gets %s to do what it is for, and to refuse, or it would show little', (id) => {
    const statuses = [...(tally.get(id)?.keys() ?? [])];
    expect(statuses.some((status) => status < 300)).toBe(true);
    expect(statuses.some((status) => status >= 400)).toBe(true);
  });

  it('gets every answer that can be had of one request at a time', () => {
    expect(statusesIn(tally)).toEqual(expect.arrayContaining([200, 201, 400, 403, 404, 406, 409, 412, 413, 415, 422, 428]));
  });
});
