import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, folder, registry, serve, type Serving } from '../../../cli/process.ts';
import { type Load, startLoad } from './load.ts';
import { realServer } from './server.ts';

const [CLIENTS, KILLS] = [24, 2];
/** How many writes are acknowledged between one kill and the next, at least. */
const BETWEEN = 60;
const server = realServer();
const needed = ['EVENTSTORE_TEST_URL', 'EVENTSTORE_TEST_KILL', 'EVENTSTORE_TEST_RESTART'];
const canRun = server?.kill !== undefined && server.restart !== undefined;

(canRun ? describe : describe.skip)(`three processes on a cluster${canRun ? '' : ` (needs ${needed.join(', ')})`}`, () => {
  const settings = { EVENT_STORE: server?.url ?? '', LOG_LEVEL: 'warn' };
  const alive: Serving[] = [];
  let load: Load;
  let feeds: { id: string; evidence: string }[][];

  const serveOne = (): Promise<Serving> => serve({ ...settings, DATA_DIR: folder() });
  const shell = (command = ''): Promise<unknown> => promisify(execFile)('sh', ['-c', command]);

  /** Every event of a solution, by one process, from the first on. */
  async function feed(url: string, solution: string, minPosition: string): Promise<{ id: string; evidence: string }[]> {
    await ask(`${url}/v1/solutions/${solution}?minPosition=${minPosition}`); // it has folded as far then
    const events: { id: string; evidence: string }[] = [];
    for (let after = ''; ; ) {
      const page = await ask(`${url}/v1/events?solution=${solution}&limit=1000${after}`);
      if (page.status !== 200) throw new Error(`the feed was answered ${page.status}: ${JSON.stringify(page.body)}`);
      const batch = page.body as unknown as { id: string; data: { evidence?: string; amount?: unknown } }[];
      events.push(...batch.map(({ id, data }) => ({ id, evidence: data.evidence ?? id })));
      const next = page.headers.get('registry-next') ?? '';
      if (`&after=${next}` === after) return events;
      after = `&after=${next}`;
    }
  }

  beforeAll(async () => {
    alive.push(...(await Promise.all([serveOne(), serveOne(), serveOne()])));
    load = await startLoad(() => alive.map(({ url }) => url), CLIENTS);
    await load.more(BETWEEN);
    await shell(server?.kill);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await load.more(BETWEEN);
      alive.shift()?.signal('SIGKILL');
      alive.push(await serveOne());
    }
    await shell(server?.restart);
    await load.more(BETWEEN);
    await load.finish();
    const { body } = await ask(`${alive[0]?.url}/v1/events/latest`);
    feeds = await Promise.all(
      alive.map(async ({ url }) => (await Promise.all(load.solutions.map((id) => feed(url, id, String(body['position']))))).flat()),
    );
  }, 900_000);
  afterAll(async () => {
    await Promise.all(alive.map((one) => one.stop()));
  });

  it('lose nothing that was acknowledged when the leader is killed, and one of them again and again', () => {
    const recorded = new Set(feeds[0]?.map(({ id }) => id));
    expect(load.acknowledged.length).toBeGreaterThanOrEqual(BETWEEN * KILLS);
    expect(load.acknowledged.filter(({ eventId }) => !recorded.has(eventId))).toEqual([]);
  });

  it('record nothing twice, however often a client had to send it', () => {
    expect(load.repeated.length).toBeGreaterThanOrEqual(BETWEEN / 10);
    for (const { first, again } of load.repeated) expect(again.eventId).toBe(first.eventId);
    expect(feeds[0]).toHaveLength(load.acknowledged.length + load.solutions.length);
    expect(new Set(load.acknowledged.map(({ eventId }) => eventId)).size).toBe(load.acknowledged.length);
    expect(new Set(feeds[0]?.map(({ evidence }) => evidence)).size).toBe(feeds[0]?.length);
  });

  it('tell the same events in the same order, and the same figures', async () => {
    for (const other of feeds) expect(other).toEqual(feeds[0]);
    const { body } = await ask(`${alive[0]?.url}/v1/events/latest`);
    const position = String(body['position']);
    for (const solution of load.solutions)
      for (const question of ['coverage?asOf=2026-01-01', 'adoptions?asOf=2026-01-01', 'status?asOf=2026-01-01']) {
        const answers = await Promise.all(
          alive.map(({ url }) => ask(`${url}/v1/solutions/${solution}/${question}&knownAt=${position}&minPosition=${position}`)),
        );
        expect(answers.map(({ status }) => status)).toEqual(alive.map(() => 200));
        for (const { body: figures } of answers) expect(figures).toEqual(answers[0]?.body);
      }
  });

  it('leave a log whose every chain is whole', async () => {
    const { code, stderr } = await registry(['verify'], { ...settings, DATA_DIR: folder() });
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});
