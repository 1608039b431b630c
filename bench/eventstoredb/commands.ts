import { randomUUID } from 'node:crypto';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import type { Slug } from '../../src/domain/names.ts';
import type { EventStore } from '../../src/eventstore/port.ts';
import { loadMunicipalityRegister } from '../../src/reference/load.ts';
import { registerSolutionCommand, reportAdoptionCommand } from '../../src/registry/commands.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { CommandRequest } from '../../src/registry/request.ts';
import type { Line } from '../measure.ts';
import { bareAppends, OWN_CALL } from './bare.ts';
import { byTurns, closedLoop } from './by-turns.ts';
import { dateOf } from '../world/days.ts';
import { report } from './report.ts';

const CLIENTS = 16;
const SOLUTION = 'bench-commands' as Slug;
/** How many events the clients' streams have together after each measurement. */
const GROWTH = [2_000, 6_000];

/** Load, decide, append, folded: what a POST does below HTTP, each client on a stream of its own that grows, beside bare appends that neither load nor decide. */
export async function* commandLines(store: EventStore, client: EventStoreDBClient): AsyncGenerator<Line> {
  const registry = new Registry(store);
  await registry.start((fault) => {
    throw fault;
  });
  await loadMunicipalityRegister(registry);
  const names = { nb: 'Måling', nn: null, en: null };
  await registry.execute(
    registerSolutionCommand({
      solutionId: SOLUTION,
      names,
      description: null,
      programmeId: null,
      capabilities: [],
      confirmationMonths: null,
    }),
    request(),
  );
  const { municipalities } = registry.models.municipalities.graph();
  const numbers = municipalities.filter(({ validFrom, validTo }) => validTo === null && validFrom <= dateOf(0)).slice(0, CLIENTS);
  const made = numbers.map(() => 0);
  const reporting = (index: number) => async () => {
    const n = made[index] ?? 0;
    made[index] = n + 1;
    const fact = report(SOLUTION, numbers[index]?.number ?? '', n);
    const outcome = await registry.execute(reportAdoptionCommand(fact), request());
    if (outcome.kind !== 'recorded') throw new Error(`a report was answered ${JSON.stringify(outcome)}`);
  };
  for (const count of GROWTH) {
    const { ours, shared, own } = await byTurns(
      {
        ours: (each) => closedLoop(CLIENTS, each, reporting),
        shared: (each) => closedLoop(CLIENTS, each, () => bareAppends(client, {})),
        own: (each) => closedLoop(CLIENTS, each, () => bareAppends(client, OWN_CALL)),
      },
      count / 4,
    );
    const what = `load, decide and append, ${CLIENTS} clients, streams of up to ${Math.max(...made)} events`;
    yield { what: `${what}; peer: append alone by the bare client over one stream`, ours, peer: shared, unit: 'ms', goal: '0.7×' };
    yield { what: `${what}; peer: append alone by the bare client, a call an append`, ours, peer: own, unit: 'ms', goal: '0.7×' };
  }
  await registry.stop();
}

const request = (): CommandRequest => ({
  consumer: '994598759' as OrganisationNumber,
  supplier: null,
  requestId: randomUUID(),
  arrivedAt: Date.now(),
  fingerprint: 'a'.repeat(64),
  key: null,
  expectedRevision: null,
  dryRun: false,
});
