import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { Problem } from '../../src/http/problems/problem.ts';
import { startService } from './service.ts';

const service = await startService({ register: false });
afterAll(() => service.end());
afterEach(() => {
  jest.restoreAllMocks();
});

/** What the service tells who runs it of one request, asked without the tests' own look at the answer. */
async function faultsOf(target: string): Promise<string[]> {
  const before = service.faults.length;
  await fetch(`http://127.0.0.1:${(service.server.address() as AddressInfo).port}${target}`);
  return service.faults.slice(before).map(({ err }) => err?.message ?? '');
}

describe('who has every answer checked against the contract', () => {
  it('is told of nothing while all keep it', async () => {
    expect([await faultsOf('/v1/solutions'), await faultsOf('/v1/solutions/akson')]).toEqual([[], []]);
  });

  it('is told of a problem that breaks it, and how', async () => {
    jest.spyOn(Problem.prototype, 'body').mockReturnValue({ detail: '' } as never);
    const [fault] = await faultsOf('/v1/solutions/akson');
    expect(fault).toMatch(/^getSolution answers 404 unknown-solution against the contract: .*\/detail must not be empty/);
  });

  it('is told of an answer that breaks it, and how', async () => {
    jest.spyOn(service.registry.follower, 'health').mockReturnValue([{ name: '' }] as never);
    const [fault] = await faultsOf('/health/ready');
    expect(fault).toMatch(/^\w+ answers against the contract: .*status is required/);
  });
});
