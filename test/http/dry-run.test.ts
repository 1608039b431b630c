import { afterAll, describe, expect, it } from '@jest/globals';
import { operations } from './contract.ts';
import { as, eventOf, HELSEDIREKTORATET, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, type Headers, startService } from './service.ts';
import { tellStory } from './story.ts';

interface Tried {
  readonly operation: string;
  readonly name: string;
  readonly dry: Answer;
  readonly moved: number;
  readonly real?: Answer;
}

const service = await startService();
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';

/** Every request of the contract's story, tried before it is made. */
const tried: Tried[] = [];
await tellStory(
  service,
  async ({ operation, name, target, body }, headers) => {
    const before = await service.head();
    const dry = await service.post(`${target}?dryRun=true`, body, headers);
    tried.push({ operation: operation.id, name, dry, moved: (await service.head()) - before });
  },
  ({ answer }) => {
    tried.push({ ...(tried.pop() as Tried), real: answer });
    return Promise.resolve();
  },
);
const each = tried.map((one): [string, string, Tried] => [one.operation, one.name, one]);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an answer says of the world: without the ids of events, the fact in question, and how far the log was known. */
function consequences({ text }: Answer, isOther: (eventId: string) => boolean): unknown {
  const { dryRun: _1, position: _2, knownAt: _3, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const facts = (rest['factsInForce'] as { eventId: string }[] | undefined)?.filter(({ eventId }) => isOther(eventId));
  const isId = (value: unknown) => value === null || (typeof value === 'string' && UUID.test(value));
  const withoutIds = (key: string, value: unknown) => (key === 'eventId' && isId(value) ? undefined : value);
  return JSON.parse(JSON.stringify({ ...rest, factsInForce: facts }, withoutIds)) as unknown;
}

describe('a dry run', () => {
  it('is offered by every command', () => {
    const commands = operations.filter(({ method }) => method === 'POST').map(({ id }) => id);
    expect([...new Set(tried.map(({ operation }) => operation))].sort()).toEqual(commands.sort());
  });

  it.each(each)('of %s records nothing: %s', (_operation, _name, { moved }) => {
    expect(moved).toBe(0);
  });

  it.each(each)('of %s says that it was one, and that nothing has the id of an event: %s', (_operation, _name, { dry }) => {
    expect([dry.status, JSON.parse(dry.text)]).toMatchObject([200, { dryRun: true, eventId: null }]);
  });

  it.each(each)('of %s shows what then stands: %s', async (_operation, _name, { dry, real }) => {
    const history = (await service.get(`${DIGISOS}/history?limit=1000`)).text;
    const isOther = (eventId: string) => history.includes(eventId) && (real === undefined || eventId !== eventOf(real));
    expect(consequences(dry, isOther)).toEqual(real && consequences(real, isOther));
  });
});

describe('a dry run of what would not be recorded', () => {
  it('is rejected as the request would be', async () => {
    const target = `${DIGISOS}/adoptions/0701/reports?dryRun=true`;
    expect((await service.post(target, report('2020-05-01'))).problem('municipality-not-valid-on-date').status).toBe(422);
  });

  it('names the fact that stands already', async () => {
    const target = `${DIGISOS}/adoptions/5001/reports`;
    const first = await recorded(service.post(target, report('2021-01-01')));
    const again = (await service.post(`${target}?dryRun=true`, report('2021-01-01'))).as('AdoptionRecorded');
    expect(again).toMatchObject({ dryRun: true, eventId: eventOf(first) });
  });

  it.each<[string, Headers, number]>([
    ['without the revision that it saw', {}, 428],
    ['with an older revision', { 'If-Match': '"0"' }, 412],
    ['by somebody who may not', { 'If-Match': 'now', ...as(HELSEDIREKTORATET) }, 403],
  ])('%s is refused as the request would be', async (_what, headers, status) => {
    const { etag } = await service.get(DIGISOS);
    const sent = headers['If-Match'] === 'now' ? { ...headers, 'If-Match': etag } : headers;
    const answer = await service.post(`${DIGISOS}/phase-changes?dryRun=true`, { effectiveFrom: '2025-01-01', phase: 'phase-out' }, sent);
    expect(answer.status).toBe(status);
  });
});

describe('after a dry run', () => {
  it('the ETag is that of before, so that the real change builds on it', async () => {
    const { etag } = await service.get(DIGISOS);
    const dry = await service.change(`${DIGISOS}/phase-changes?dryRun=true`, { effectiveFrom: '2025-01-01', phase: 'phase-out' });
    expect(dry.etag.split('.')[0]).toBe(etag.split('.')[0]);
  });

  it('a solution that was only tried is unknown', async () => {
    await service.post('/v1/solutions?dryRun=true', registration('only-tried'));
    expect((await service.get('/v1/solutions/only-tried')).status).toBe(404);
  });

  it('nothing that it showed leads anywhere: a fact that was not recorded has no id', async () => {
    const shown = (await service.change(`${DIGISOS}/phase-changes?dryRun=true`, { effectiveFrom: '2025-02-01', phase: 'phase-out' })).as(
      'SolutionRecorded',
    );
    const facts = await Promise.all(shown.factsInForce.map(({ eventId }) => service.get(`/v1/facts/${eventId}`)));
    expect(facts.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  });
});

describe('dryRun=false', () => {
  it('is no dry run', async () => {
    const other = await startService({ register: false });
    await registerDigisos(other);
    const answer = await other.post(`${DIGISOS}/cost-updates?dryRun=false`, {
      fiscalYear: 2024,
      kind: 'operation',
      estimate: 'actual',
      amount: { amount: 1, currency: 'NOK' },
      priceLevelYear: 2024,
    });
    await other.end();
    expect(answer.status).toBe(201);
  });
});
