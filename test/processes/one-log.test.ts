import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answered, ask, serve, type Serving } from '../cli/process.ts';
import { type FakeServer, startFakeServer } from '../eventstore/eventstoredb/fake/server.ts';

/** Rounds of a write to one process and a read from the other. */
const ROUNDS = 2_000;
/** How many of them are under way at once, each on a stream of its own. */
const LANES = 8;
const LONG = 500_000;

let server: FakeServer;
let processes: readonly [Serving, Serving];

beforeAll(async () => {
  server = await startFakeServer();
  const settings = { EVENT_STORE: server.url, LOG_LEVEL: 'warn' };
  processes = await Promise.all([serve(settings), serve(settings)]);
  await ask(`${processes[0].url}/v1/solutions`, { id: 'digisos', names: { nb: 'Digisos' } });
}, LONG);
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()));
  server.stop();
}, LONG);

const DIGISOS = '/v1/solutions/digisos';
const report = (evidence: string) => ({ effectiveFrom: '2024-01-01', stage: 'in-use', source: 'supplier', evidence });
const positionIn = ({ headers }: Answered): string => headers.get('registry-position') ?? '';
const readAfter = async (one: Serving, target: string, position: string): Promise<Answered> =>
  ask(`${one.url}${target}${target.includes('?') ? '&' : '?'}minPosition=${position}`);

describe('two processes on one log', () => {
  it('began together, and recorded the municipality register once', () => {
    const register = server.journal.entries.filter(({ streamId }) => streamId === 'nsr.register-municipalities');
    expect(register.length).toBeGreaterThan(3_900);
    expect(new Set(register.map(({ id }) => id)).size).toBe(register.length);
  });

  it(
    'never show old data to who writes to one and reads from the other with minPosition',
    async () => {
      const municipalities = await ask(`${processes[0].url}/v1/municipalities?asOf=2024-01-01&limit=${LANES}`);
      const numbers = (municipalities.body['items'] as { municipalityNumber: string }[]).map(
        ({ municipalityNumber }) => municipalityNumber,
      );
      let next = 0;
      const seen: boolean[] = [];
      const lane = async (number: string) => {
        for (let round = next++; round < ROUNDS; round = next++) {
          const [writer, reader] = round % 2 === 0 ? processes : ([processes[1], processes[0]] as const);
          const written = await ask(`${writer.url}${DIGISOS}/adoptions/${number}/reports`, report(`round ${round}`));
          if (written.status !== 201) throw new Error(`round ${round}: ${written.status} ${JSON.stringify(written.body)}`);
          const read = await readAfter(reader, `${DIGISOS}/adoptions/${number}?asOf=2024-06-01`, positionIn(written));
          seen[round] = JSON.stringify(read.body).includes(`"round ${round}"`);
        }
      };
      await Promise.all(numbers.map(lane));
      expect(seen.length).toBe(ROUNDS);
      expect(seen.filter((isNew) => !isNew)).toEqual([]);
    },
    LONG,
  );

  it('give one answer to one key, though both are asked at once', async () => {
    const target = `${DIGISOS}/adoptions/0301/reports`;
    for (let round = 0; round < 20; round += 1) {
      const key = { 'Idempotency-Key': `both-${round}` };
      const answers = await Promise.all(processes.map(({ url }) => ask(`${url}${target}`, report(`key ${round}`), key)));
      const [one, other] = answers.map(({ body }) => body['eventId']);
      expect([answers.map(({ status }) => status), one]).toEqual([[201, 201], other]);
    }
    const ids = server.journal.entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refuse a key that the other has seen with another body', async () => {
    const key = { 'Idempotency-Key': 'of-one-body' };
    await ask(`${processes[0].url}/v1/programmes`, { id: 'first', names: { nb: 'First' } }, key);
    const again = await ask(`${processes[1].url}/v1/programmes`, { id: 'second', names: { nb: 'Second' } }, key);
    expect(again.body).toMatchObject({ code: 'key-reused' });
  });

  it('record one of two creations with one key and two bodies, though both are asked at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const key = { 'Idempotency-Key': `two-bodies-${round}` };
      const answers = await Promise.all(
        processes.map(({ url }, index) => ask(`${url}/v1/programmes`, { id: `body-${round}-${index}`, names: { nb: 'Body' } }, key)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'key-reused' });
    }
    const ids = server.journal.entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refuse what is stale by what the other has recorded', async () => {
    const [one, other] = processes;
    const tag = (await ask(`${one.url}${DIGISOS}`)).headers.get('etag') ?? '';
    const change = (by: Serving, phase: string) =>
      ask(`${by.url}${DIGISOS}/phase-changes`, { effectiveFrom: '2024-01-01', phase }, { 'If-Match': tag });
    expect((await change(one, 'pilot')).status).toBe(201);
    expect((await change(other, 'operation')).status).toBe(412);
  });

  it('decide a dry run, and a rejection, by what the other has just recorded', async () => {
    const [one, other] = processes;
    const registration = (id: string, name: string) => ({ id, names: { nb: name } });
    for (let round = 0; round < 20; round += 1) {
      await ask(`${one.url}/v1/solutions`, registration(`new-${round}`, 'One'));
      const dry = await ask(`${other.url}/v1/solutions?dryRun=true`, registration(`new-${round}`, 'Other'));
      const wet = await ask(`${other.url}/v1/solutions`, registration(`new-${round}`, 'Other'));
      expect([dry.body['code'], wet.body['code']]).toEqual(['solution-exists', 'solution-exists']);
    }
  });

  it('take a position, and a cursor, that the other has given', async () => {
    const [one, other] = processes;
    for (let round = 0; round < 20; round += 1) {
      const written = await ask(`${one.url}${DIGISOS}/adoptions/0301/reports`, report(`place ${round}`));
      const known = await ask(`${other.url}${DIGISOS}/adoptions/0301?asOf=2024-06-01&knownAt=${positionIn(written)}`);
      expect([known.status, JSON.stringify(known.body).includes(`"place ${round}"`)]).toEqual([200, true]);
      const page = await ask(`${one.url}/v1/municipalities?limit=2`);
      expect((await ask(`${other.url}${String(page.body['next'])}`)).status).toBe(200);
    }
  });

  it('are ready, and their lag is none', async () => {
    for (const { url } of processes) {
      const { status, body } = await ask(`${url}/health/ready`);
      expect(status).toBe(200);
      expect(body['store']).toMatchObject({ engine: 'eventstoredb', status: 'available', reason: null });
      expect((body['readModels'] as { lag: number }[]).map(({ lag }) => lag)).toEqual((body['readModels'] as object[]).map(() => 0));
    }
  });
});
