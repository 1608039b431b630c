import { recordRegister } from '../registry/register.ts';
import { NotFoldedYet, type Registry } from '../registry/registry.ts';
import { municipalityRegister } from './register.ts';

/** How often the read models are waited for, each time as long as a write waits: EventStoreDB may be silent for longer than that, and a start has time. */
const TRIES = 12;

/**
 * Records what the log lacks of the Norwegian municipality register: all of it the first time, later only what is new. Waits
 * until it is folded, unless the read models have stopped: then the service starts all the same, and says so.
 * @returns how many events were recorded
 */
export async function loadMunicipalityRegister(registry: Registry): Promise<number> {
  const recorded = await recordRegister(registry, municipalityRegister());
  if (recorded > 0 && registry.follower.health().every(({ status }) => status !== 'stopped')) await folded(registry, TRIES);
  return recorded;
}

async function folded(registry: Registry, tries: number): Promise<void> {
  try {
    await registry.readHead();
  } catch (error) {
    if (!(error instanceof NotFoldedYet) || tries === 1) throw error;
    await folded(registry, tries - 1);
  }
}
