import { v4 } from 'uuid';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../src/domain/authority.ts';
import { MunicipalitiesMerged } from '../../src/domain/municipality/events.ts';
import { REGISTER_STREAM } from '../../src/domain/streams.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';

export interface Merger {
  readonly effectiveFrom: string;
  readonly predecessors: readonly string[];
  readonly successor: string;
}

/** Records a reform that this release's register does not have, as a later release would. */
export async function mergedInto(path: string, { effectiveFrom, predecessors, successor }: Merger): Promise<void> {
  const store = openSqliteStore({ path });
  const data = MunicipalitiesMerged.data.parse({
    municipalityNumber: successor,
    name: 'Nye kommune',
    countyNumber: successor.slice(0, 2),
    organisationNumber: null,
    predecessors: predecessors.map((municipalityNumber) => ({ municipalityNumber, shareBasisPoints: 10_000 })),
    effectiveFrom,
  });
  const register = await Array.fromAsync(store.readStream(REGISTER_STREAM));
  const metadata = {
    consumer: NATIONAL_SUPPLIER_FUNCTION,
    supplier: null,
    correlationId: 'municipality-register',
    causationId: null,
    fingerprint: 'test',
    attempt: v4(),
  };
  await store.append(REGISTER_STREAM, [{ type: 'MunicipalitiesMerged', data, id: v4(), metadata }], register.length - 1);
  await store.close();
}
