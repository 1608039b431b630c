import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cost, eventOf, recorded, registerDigisos, report } from './sector.ts';
import { type Service, startService } from './service.ts';

const OSLO = '/v1/solutions/digisos/adoptions/0301';
let service: Service;

beforeAll(async () => {
  service = await startService();
  await registerDigisos(service);
});
afterAll(() => service.end());

describe('what is asked for', () => {
  it('is the same however its path is encoded: a key stands for one body of it', async () => {
    const key = { 'Idempotency-Key': 'encoded' };
    const first = await recorded(service.post('/v1/solutions/digisos/cost-updates', cost(100), key));
    expect((await service.post('/v1/solutions/%64igisos/cost-updates', cost(100), key)).text).toBe(first.text);
    (await service.post('/v1/solutions/%64igisos/cost-updates', cost(200), key)).problem('key-reused');
  });

  it('may be a whole URL, as a proxy sends it', async () => {
    expect((await service.ask('GET', 'http://127.0.0.1/v1/solutions/digisos')).as('Solution').id).toBe('digisos');
  });

  it.each(['coverage', 'coverage/municipalities', 'adoptions', 'adoptions/0301'])(
    'with a capability that the solution never had gets no figure from %s',
    async (resource) => {
      const answer = await service.get(`/v1/solutions/digisos/${resource}?capability=insyn&asOf=2020-01-01`);
      expect([answer.status, answer.problem('unknown-capability').detail]).toEqual([
        422,
        'solution digisos has no capability insyn; it has innsyn',
      ]);
    },
  );

  it.each(['coverage', 'coverage/municipalities', 'adoptions', 'adoptions/0301'])(
    'is unknown before it is before the register: %s of no solution is 404 on every date',
    async (resource) => {
      const answer = await service.get(`/v1/solutions/nothing/${resource}?asOf=2016-12-31`);
      answer.problem('unknown-solution');
      expect(answer.status).toBe(404);
    },
  );

  it.each(['03', '-1', '3960.5', 'x'])(
    'at a position that ends in %s is no position of this log, and not of another one either',
    async (token) => {
      const position = `${service.store.logId}~${token}`;
      for (const parameter of ['knownAt', 'minPosition'])
        expect((await service.get(`/v1/solutions?${parameter}=${position}`)).problem('invalid-request').errors).toMatchObject([
          { parameter },
        ]);
    },
  );
});

describe('a fact that stands while its answer cannot be given', () => {
  it('is told as an outcome that the same key settles', async () => {
    const key = { 'Idempotency-Key': 'settled-later' };
    const before = await service.grown();
    const broken = jest.spyOn(service.registry.models.adoptions, 'reportsOf').mockImplementation(() => {
      throw new Error('broken for a moment');
    });
    const answer = await service.post(`${OSLO}/reports`, report('2018-06-01'), key);
    broken.mockRestore();
    expect(answer.problem('outcome-unknown').detail).toMatch(/^it is not known .* same Idempotency-Key; if it had none, look first/);
    expect([answer.status, await service.grown()]).toEqual([503, before + 1]);
    const settled = await recorded(service.post(`${OSLO}/reports`, report('2018-06-01'), key));
    expect(await service.grown()).toBe(before + 1);
    expect((await service.get(`/v1/facts/${eventOf(settled)}`)).status).toBe(200);
  });
});
