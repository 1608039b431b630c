import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AdoptionFact } from '../../src/domain/adoption/events.ts';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import { SolutionRegistered } from '../../src/domain/solution/events.ts';
import { NO_STREAM } from '../../src/eventstore/port.ts';
import { openSqliteStore, type SqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { loadMunicipalityRegister } from '../../src/reference/load.ts';
import { registerSolutionCommand, reportAdoptionCommand } from '../../src/registry/commands.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { CommandRequest } from '../../src/registry/request.ts';
import type { Line } from '../measure.ts';
import { openEmmett, type Peer } from './emmett.ts';
import { temporaryFolder } from './folder.ts';
import { eventNumbered, provenance, SOLUTIONS, solutionId, STREAMS } from './reports.ts';
import { atOnce, byTurns, each } from './rounds.ts';

const CLIENTS = 16;
/** Appends a round: a second or so of each side. */
const ALONE = 1_000;
const TOGETHER = 4_000;
const EMMETTS = 400;

/** The log alone, and the registry around it, against what is as durable. */
export async function* appendLines(): AsyncGenerator<Line> {
  using folder = temporaryFolder();
  const store = openSqliteStore({ path: join(folder.path, 'log') });
  yield { what: 'durable append, one client; peer: write and fdatasync of the same bytes', ...(await againstDisk(store, folder.path)), unit: 'ms', goal: '0.70×' };
  const emmett = await openEmmett(folder.path);
  yield { what: 'durable append, 16 clients; peer: emmett-sqlite', ...(await againstEmmett(store, emmett)), unit: 'ms', goal: '20×' };
  await store.close();
  const other = openSqliteStore({ path: join(folder.path, 'registry') });
  yield { what: 'load, decide, append, 16 clients; peer: the same with emmett-sqlite', ...(await decisions(other, emmett)), unit: 'ms', goal: '12×' };
  await other.close();
  emmett.close();
} // prettier-ignore

let next = 0;

/** Appends so many reports, made before: each is the first of its stream, until there is one in each; then the second. */
function appending(store: SqliteStore, clients: number, count: number): Promise<number> {
  const reports = Array.from({ length: count }, () => {
    const report = { ...eventNumbered(next), expected: Math.floor(next / STREAMS) + NO_STREAM };
    next += 1;
    return report;
  }).values();
  const append = (): Promise<unknown> => {
    const { stream, event, expected } = taken(reports);
    return store.append(stream, [event], expected);
  };
  return each(count, () => atOnce(clients, count, append));
}

function taken<Thing>(things: Iterator<Thing, undefined>): Thing {
  const { value } = things.next();
  if (value === undefined) throw new Error('more was asked for than was made');
  return value;
}

/** A file that grows by one line a report, each of them on the disk before the next is written. */
async function againstDisk(store: SqliteStore, folder: string) {
  const file = openSync(join(folder, 'lines'), 'a');
  const peer = () => {
    const events = Array.from({ length: ALONE }, (_, line) => eventNumbered(line));
    return each(ALONE, () => {
      for (const event of events) {
        writeSync(file, `${JSON.stringify(event)}\n`);
        fdatasyncSync(file);
      }
      return Promise.resolve();
    });
  };
  const times = await byTurns(() => appending(store, 1, ALONE), peer);
  closeSync(file);
  return times;
}

function againstEmmett(store: SqliteStore, emmett: Peer) {
  let count = 0;
  const peer = () => {
    const events = Array.from({ length: EMMETTS }, (_, index) => eventNumbered(count + index)).values();
    count += EMMETTS;
    const append = (): Promise<unknown> => {
      const { stream, event } = taken(events);
      return emmett.append(stream, event);
    };
    return each(EMMETTS, () => atOnce(CLIENTS, EMMETTS, append));
  };
  return byTurns(() => appending(store, CLIENTS, TOGETHER), peer);
}

/** Reports as the registry decides them: against the register of municipalities, who may record, and what stands. Ours waits for the read models, too. */
async function decisions(store: SqliteStore, emmett: Peer) {
  const registry = new Registry(store);
  await registry.start((fault) => { throw fault; }); // prettier-ignore
  await loadMunicipalityRegister(registry);
  for (let solution = 0; solution < SOLUTIONS; solution += 1)
    await registry.execute(registerSolutionCommand(registration(solution)), request(0));
  let [ours, theirs] = [0, 0];
  const deciding = () => {
    const events = Array.from({ length: TOGETHER }, (_, index) => eventNumbered(ours + index)).values();
    const decide = async (): Promise<void> => {
      const { event } = taken(events);
      ours += 1;
      const { kind } = await registry.execute(reportAdoptionCommand(event as unknown as AdoptionFact), request(ours));
      if (kind !== 'recorded') throw new Error(`a report came to ${kind}`);
    };
    return each(TOGETHER, () => atOnce(CLIENTS, TOGETHER, decide));
  };
  const peer = () => {
    const events = Array.from({ length: EMMETTS }, (_, index) => eventNumbered(theirs + index)).values();
    theirs += EMMETTS;
    const decide = (): Promise<unknown> => {
      const { stream, event } = taken(events);
      return emmett.decide(`decided-${stream}`, event);
    };
    return each(EMMETTS, () => atOnce(CLIENTS, EMMETTS, decide));
  };
  const times = await byTurns(deciding, peer);
  await registry.stop();
  return times;
}

const registration = (solution: number) =>
  SolutionRegistered.data.parse({
    solutionId: solutionId(solution),
    names: { nb: `Solution ${solution}`, nn: null, en: null },
    description: null,
    programmeId: null,
    capabilities: [],
    confirmationMonths: 24,
  });

function request(n: number): CommandRequest {
  const { consumer, fingerprint, correlationId } = provenance(n);
  return {
    consumer: consumer as OrganisationNumber,
    supplier: null,
    requestId: correlationId,
    arrivedAt: Date.now(),
    fingerprint,
    key: null,
    expectedRevision: null,
    dryRun: false,
  };
}
