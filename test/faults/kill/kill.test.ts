import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ask, ended, serve, serving, start } from '../../cli/process.ts';
import { eventsIn, numbersOf2020, storeWithDigisos } from '../../cli/store.ts';
import { openSqliteReader } from '../../../src/eventstore/sqlite/reader.ts';
import { verifyLog } from '../../../src/registry/verify.ts';
import { rounds, tell } from '../long.ts';
import { Import } from './imported.ts';
import { Client } from './load.ts';

const CLIENTS = 6;
const KILLS = rounds(4, 200);
/** The log is walked as a whole after so many kills, and at the end; after every kill it is looked for what must stand. */
const WALK_EVERY = 20;

/** How often every mark stands in the log. */
async function marksIn(path: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { data } of await eventsIn(path))
    for (const [mark] of data.matchAll(/"mark-\d+"|"import-\d+-\d+"|"amount":1\d{6},/g)) found.set(mark, (found.get(mark) ?? 0) + 1);
  return found;
}

async function findingsIn(path: string): Promise<string[]> {
  const reader = openSqliteReader({ path });
  const findings = await Array.fromAsync(verifyLog(reader), ({ message }) => message);
  reader.close();
  return findings;
}

/** Starts the service and kills it before it serves. */
async function killedAtStart(path: string): Promise<void> {
  const child = start(process.execPath, ['src/cli.ts', 'serve'], { DATA_DIR: path, PORT: '0', LOG_LEVEL: 'warn' });
  const outcome = ended(child);
  await wait(Math.random() * 2_000);
  child.kill('SIGKILL');
  await outcome;
}

/** Serves, lets all write at once, and kills it at a random moment. */
async function killedUnderLoad(path: string, clients: readonly Client[], imports: readonly Import[]): Promise<void> {
  const child = start(process.execPath, ['src/cli.ts', 'serve'], { DATA_DIR: path, PORT: '0', LOG_LEVEL: 'warn' });
  const service = await serving(child);
  await Promise.all(clients.map((client) => client.settle(service.url)));
  const writing = Promise.all(clients.map((client) => client.write(service.url)));
  // It goes on trying for some seconds; whatever it is told then is what the next one repeats.
  for (const one of imports) void one.run(service.url).catch(() => undefined);
  // So many answers, and a moment: on a slow machine, too, some were given by then.
  const answers = (): number => clients.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  for (const due = answers() + 10 + Math.random() * 60; answers() < due; ) await wait(5);
  await wait(Math.random() * 20);
  service.signal('SIGKILL');
  await service.ended;
  await writing;
}

describe(`a service that is killed ${KILLS} times at random moments, while ${CLIENTS} clients and an import write`, () => {
  it(
    'has every acknowledged event once and none twice, no gap, and whole hash chains',
    async () => {
      const path = await storeWithDigisos();
      const numbers = numbersOf2020();
      const clients = Array.from({ length: CLIENTS }, (_, index) => new Client(numbers.filter((_, place) => place % CLIENTS === index)));
      const imports: Import[] = [];
      const first = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
      expect((await ask(`${first.url}/v1/solutions`, { id: 'imported', names: { nb: 'Importert' } })).status).toBe(201);
      await first.stop();

      const requireAll = async (): Promise<void> => {
        const found = await marksIn(path);
        const due = [...clients.flatMap(({ acknowledged }) => acknowledged), ...imports.flatMap(({ marks }) => marks)];
        expect(due.filter((mark) => found.get(mark) !== 1)).toEqual([]);
        expect([...found].filter(([, times]) => times > 1)).toEqual([]);
      };

      for (let kill = 1; kill <= KILLS; kill += 1) {
        imports.push(new Import(kill, numbers.slice(kill % 300, (kill % 300) + 20)));
        if (kill % 4 === 0) await killedAtStart(path);
      else await killedUnderLoad(path, clients, imports.filter(({ isDone }) => !isDone).slice(0, 2)); // prettier-ignore
        await requireAll();
        if (kill % WALK_EVERY === 0) expect(await findingsIn(path)).toEqual([]);
      }

      const last = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
      const inDoubt = clients.filter((client) => client.inDoubt !== undefined).length;
      await Promise.all(clients.map((client) => client.settle(last.url)));
      for (const one of imports) if (!one.isDone) await one.run(last.url);
      expect((await last.stop()).code).toBe(0);
      await requireAll();
      expect(await findingsIn(path)).toEqual([]);
      const acknowledged = clients.reduce((sum, client) => sum + client.acknowledged.length, 0);
      expect(acknowledged).toBeGreaterThan(KILLS * 7);
      tell('kill -9', {
        kills: KILLS,
        acknowledged,
        events: (await eventsIn(path)).length,
        inDoubtAtTheEnd: inDoubt,
        imports: imports.length,
      });
    },
    rounds(180_000, 3 * 3_600_000),
  );
});
