import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../src/domain/authority.ts';
import type { EventOf } from '../../src/domain/event.ts';
import { START } from '../../src/domain/position.ts';
import { SolutionRegistered } from '../../src/domain/solution/events.ts';
import type { Stored } from '../../src/eventstore/port.ts';
import { openSqliteReader } from '../../src/eventstore/sqlite/reader.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { loadMunicipalityRegister } from '../../src/reference/load.ts';
import { registerSolutionCommand } from '../../src/registry/commands.ts';
import { Registry } from '../../src/registry/registry.ts';
import { readTables } from '../../src/reference/tables.ts';
import { type Ended, folder, registry } from './process.ts';

const digisos: EventOf<typeof SolutionRegistered>['data'] = SolutionRegistered.data.parse({
  solutionId: 'digisos',
  names: { nb: 'Digisos', nn: null, en: null },
  description: null,
  programmeId: null,
  capabilities: [{ id: 'innsyn', names: { nb: 'Innsyn', nn: null, en: null } }],
  confirmationMonths: 24,
});

const byTheNationalSupplierFunction = {
  consumer: NATIONAL_SUPPLIER_FUNCTION,
  supplier: null,
  requestId: 'test',
  fingerprint: 'test',
  key: null,
  expectedRevision: null,
  dryRun: false,
};

let prepared: Promise<string> | undefined;

async function prepare(): Promise<string> {
  const path = folder();
  const store = openSqliteStore({ path });
  const running = new Registry(store);
  await running.start((fault) => {
    throw fault;
  });
  await loadMunicipalityRegister(running);
  await running.execute(registerSolutionCommand(digisos), { ...byTheNationalSupplierFunction, arrivedAt: running.now() });
  await running.stop();
  await store.close();
  return path;
}

/** The folder of a store that has the municipality register and the solution `digisos`, and that nobody has open. */
export async function storeWithDigisos(): Promise<string> {
  const path = folder();
  cpSync(await (prepared ??= prepare()), path, { recursive: true });
  return path;
}

/** Every event in the store of a folder, as it is stored. */
export async function eventsIn(path: string): Promise<Stored[]> {
  const reader = openSqliteReader({ path });
  try {
    return await Array.fromAsync(reader.readStored(START));
  } finally {
    reader.close();
  }
}

/** The position of its last event. */
export async function headOf(path: string): Promise<number> {
  const reader = openSqliteReader({ path });
  try {
    return await reader.head();
  } finally {
    reader.close();
  }
}

/** A report as the log has it, but for what differs from one run to the next. */
export const reportsIn = async (path: string) =>
  (await eventsIn(path))
    .filter(({ type }) => type === 'AdoptionReported')
    .map(({ id, stream, revision, data }) => ({ id, stream, revision, ...(JSON.parse(data) as Record<string, unknown>) }));

/** A file with these lines. */
export function fileOf(lines: readonly string[]): string {
  const file = join(folder(), 'table.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** `import adoption` of a table with these lines into a store that nobody has open. */
export const importInto = (path: string, lines: readonly string[], ...options: readonly string[]): Promise<Ended> =>
  registry(['import', 'adoption', fileOf(lines), '--solution', 'digisos', ...options], { DATA_DIR: path });

/** The numbers that are valid from 2020-01-01 to 2023-12-31. */
export const numbersOf2020 = (): string[] =>
  readTables()
    .names.filter(({ valid_from, valid_to }) => valid_from <= '2020-01-01' && (valid_to === null || valid_to >= '2024-01-01'))
    .map(({ number }) => number);
