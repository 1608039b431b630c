import { randomUUID } from 'node:crypto';
import { v5 } from 'uuid';
import { NATIONAL_SUPPLIER_FUNCTION } from '../domain/authority.ts';
import { registerDifference, type RegisterEntry } from '../domain/municipality/load.ts';
import type { RegisterEvent } from '../domain/municipality/events.ts';
import { emptyRegister, evolveRegister, type Register } from '../domain/municipality/register.ts';
import { REGISTER_STREAM } from '../domain/streams.ts';
import { isStoreError } from '../eventstore/errors.ts';
import { type NewEvent, NO_STREAM, type Recorded } from '../eventstore/port.ts';
import { fingerprint } from './event-ids.ts';
import { RegisterDiverged } from './register-diverged.ts';
import type { Registry } from './registry.ts';

/** Events an append: well under the payload limit of any engine. */
const BATCH = 500;

/**
 * Records what the log lacks of the municipality register, as the national supplier function. Ids follow from the content's
 * identity, so processes that start at once record it once.
 * @returns how many events were recorded; the read models may not have folded them yet
 * @throws RegisterDiverged
 */
export async function recordRegister(registry: Registry, entries: readonly RegisterEntry[]): Promise<number> {
  for (;;) {
    const recorded = await readRegister(registry);
    const { added, corrected, unlisted } = registerDifference(recorded.register, entries);
    if (added[0] !== undefined && unlisted[0] !== undefined) throw new RegisterDiverged(unlisted[0], added[0].fact);
    let { revision } = recorded;
    const events = [
      ...added.map(({ id, fact }) => newEvent(id, fact)),
      ...corrected.map((correction) => newEvent(v5(`${fingerprint(correction.data)} ${revision}`, correction.data.factId), correction)),
    ];
    try {
      for (let from = 0; from < events.length; from += BATCH)
        ({ revision } = await registry.store.append(REGISTER_STREAM, events.slice(from, from + BATCH), revision));
    } catch (error) {
      if (isStoreError(error, 'revision-conflict')) continue;
      throw error;
    }
    return events.length;
  }
}

/** The register and the revision that it stands at, from one reading of its stream. */
async function readRegister({ store }: Registry): Promise<{ register: Register; revision: number }> {
  let [register, revision] = [emptyRegister, NO_STREAM];
  for await (const event of store.readStream(REGISTER_STREAM)) {
    register = evolveRegister(register, event as Recorded<RegisterEvent>);
    revision = event.revision;
  }
  return { register, revision };
}

const newEvent = (id: string, event: RegisterEvent): NewEvent => ({
  ...event,
  id,
  metadata: {
    consumer: NATIONAL_SUPPLIER_FUNCTION,
    supplier: null,
    correlationId: 'municipality-register',
    causationId: null,
    fingerprint: fingerprint(event.data),
    attempt: randomUUID(),
  },
});
