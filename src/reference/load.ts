import { recordRegister } from '../registry/register.ts';
import type { Registry } from '../registry/registry.ts';
import { municipalityRegister } from './register.ts';

/** Records what the log lacks of the Norwegian municipality register: all of it the first time, later only what is new. @returns how many events */
export const loadMunicipalityRegister = (registry: Registry): Promise<number> => recordRegister(registry, municipalityRegister());
