import { recordRegister } from '../registry/register.ts';
import type { Registry } from '../registry/registry.ts';
import { municipalityRegister } from './register.ts';

/**
 * Records what the log lacks of the Norwegian municipality register: all of it the first time, later only what is new. Waits
 * until it is folded, unless the read models have stopped: then the service starts all the same, and says so.
 * @returns how many events were recorded
 */
export async function loadMunicipalityRegister(registry: Registry): Promise<number> {
  const recorded = await recordRegister(registry, municipalityRegister());
  if (recorded > 0 && registry.follower.health().every(({ status }) => status !== 'stopped')) await registry.readHead();
  return recorded;
}
