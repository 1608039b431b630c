import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../../src/cli/adoption/plan.ts';
import { record } from '../../src/cli/adoption/run.ts';
import { readConfig } from '../../src/config.ts';
import { storeTarget } from '../../src/cli/adoption/store-target.ts';
import { readTable } from '../../src/cli/adoption/table.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../src/domain/authority.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { loadMunicipalityRegister } from '../../src/reference/load.ts';
import { registerSolutionCommand } from '../../src/registry/commands.ts';
import { fingerprint } from '../../src/registry/event-ids.ts';
import { Registry } from '../../src/registry/registry.ts';
import { registered } from '../domain/solution/events.ts';

export interface RegistryOfDigisos {
  readonly registry: Registry;
  /** How many rows of the table were recorded. */
  readonly recorded: number;
  close(): Promise<void>;
}

/** A registry with the Norwegian register, Digisos, and its roll-out: recorded as a person would, by the import of the table. */
export async function registryOfDigisos(): Promise<RegistryOfDigisos> {
  const path = mkdtempSync(join(tmpdir(), 'registry-'));
  await withRegistry(path, async (registry) => {
    await loadMunicipalityRegister(registry);
    const { data } = registered();
    await registry.execute(registerSolutionCommand(data), {
      consumer: NATIONAL_SUPPLIER_FUNCTION,
      supplier: null,
      requestId: 'test',
      arrivedAt: registry.now(),
      fingerprint: fingerprint(data),
      key: null,
      expectedRevision: null,
      dryRun: false,
    });
  });

  const importOf = { solutionId: 'digisos', consumer: NATIONAL_SUPPLIER_FUNCTION };
  const target = await storeTarget(readConfig({ DATA_DIR: path }), importOf, false);
  const { rows } = readTable(readFileSync(new URL('../../example/data/digisos.csv', import.meta.url), 'utf8'));
  const { recorded } = await record(target, await plan(rows, await target.standing(), importOf), () => undefined);
  await target.close();

  const { registry, close } = await open(path);
  return { registry, recorded, close: () => close().finally(() => { rmSync(path, { recursive: true }); }) }; // prettier-ignore
}

async function open(path: string): Promise<{ registry: Registry; close: () => Promise<void> }> {
  const store = openSqliteStore({ path });
  const registry = new Registry(store);
  await registry.start((fault) => { throw fault; }); // prettier-ignore
  return { registry, close: () => registry.stop().then(() => store.close()) };
}

async function withRegistry(path: string, work: (registry: Registry) => Promise<void>): Promise<void> {
  const { registry, close } = await open(path);
  await work(registry).finally(close);
}
