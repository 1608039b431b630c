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

/** The next report is the first of its stream, until there is one in each; then the second. */
function append(store: SqliteStore): Promise<unknown> {
  const { stream, event } = eventNumbered(next);
  const expected = Math.floor(next / STREAMS) + NO_STREAM;
  next += 1;
  return store.append(stream, [event], expected);
}

/** A file that grows by one line a report, each of them on the disk before the next is written. */
async function againstDisk(store: SqliteStore, folder: string) {
  const file = openSync(join(folder, 'lines'), 'a');
  const peer = () => {
    for (let line = 0; line < ALONE; line += 1) {
      writeSync(file, `${JSON.stringify(eventNumbered(line))}\n`);
      fdatasyncSync(file);
    }
    return Promise.resolve();
  };
  const times = await byTurns(() => each(ALONE, () => atOnce(1, ALONE, () => append(store))), () => each(ALONE, peer)); // prettier-ignore
  closeSync(file);
  return times;
}

function againstEmmett(store: SqliteStore, emmett: Peer) {
  let count = 0;
  const one = (): Promise<unknown> => {
    const { stream, event } = eventNumbered(count);
    count += 1;
    return emmett.append(stream, event);
  };
  return byTurns(
    () => each(TOGETHER, () => atOnce(CLIENTS, TOGETHER, () => append(store))),
    () => each(EMMETTS, () => atOnce(CLIENTS, EMMETTS, one)),
  );
}

/** Reports as the registry decides them: against the register of municipalities, who may record, and what stands. Ours waits for the read models, too. */
async function decisions(store: SqliteStore, emmett: Peer) {
  const registry = new Registry(store);
  await registry.start((fault) => { throw fault; }); // prettier-ignore
  await loadMunicipalityRegister(registry);
  for (let solution = 0; solution < SOLUTIONS; solution += 1)
    await registry.execute(registerSolutionCommand(registration(solution)), request(0));
  let [ours, theirs] = [0, 0];
  const decide = async (): Promise<void> => {
    const { event } = eventNumbered(ours);
    ours += 1;
    const { kind } = await registry.execute(reportAdoptionCommand(event as unknown as AdoptionFact), request(ours));
    if (kind !== 'recorded') throw new Error(`a report came to ${kind}`);
  };
  const peer = (): Promise<unknown> => {
    const { stream, event } = eventNumbered(theirs);
    theirs += 1;
    return emmett.decide(`decided-${stream}`, event);
  };
  const times = await byTurns(
    () => each(TOGETHER, () => atOnce(CLIENTS, TOGETHER, decide)),
    () => each(EMMETTS, () => atOnce(CLIENTS, EMMETTS, peer)),
  );
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
