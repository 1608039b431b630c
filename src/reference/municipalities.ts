import { type RegisterFact, REGISTER_BEGINS } from '../domain/municipality/events.ts';
import { begunOn } from './begun.ts';
import type { Step } from './steps.ts';
import type { Tables } from './tables.ts';

/** The municipalities of the day on which the register begins: none of them has a predecessor in it. */
export const municipalitiesEstablished = (tables: Tables, steps: readonly Step[]): RegisterFact[] =>
  tables.names
    .filter(({ valid_from }) => valid_from === REGISTER_BEGINS)
    .map(({ number, valid_from }) => ({
      type: 'MunicipalityEstablished',
      data: { ...begunOn(number, valid_from, tables, steps), effectiveFrom: valid_from },
    }));

/** A later name of a number, unless a municipality began under it that day: then the name came with it. */
export const municipalitiesRenamed = ({ names }: Tables, steps: readonly Step[]): RegisterFact[] =>
  names
    .filter(({ valid_from }) => valid_from > REGISTER_BEGINS)
    .filter(({ number, valid_from }) => !steps.some(({ date, successor }) => date === valid_from && successor === number))
    .map(({ number, name, valid_from }) => ({
      type: 'MunicipalityRenamed',
      data: { municipalityNumber: number, name, effectiveFrom: valid_from },
    }));

export const populationCounted = ({ counts }: Tables): RegisterFact[] =>
  counts.map(({ number, counted_on, inhabitants }) => ({
    type: 'PopulationCounted',
    data: { municipalityNumber: number, countedOn: counted_on, inhabitants },
  }));
