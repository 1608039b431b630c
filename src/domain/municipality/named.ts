import type { RegisterFact } from './events.ts';
import type { MunicipalityNumber } from './number.ts';

/** Whom a fact of the register names: municipalities that it begins or tells of, and those that it ends; of a county nobody. */
export function namedBy(fact: RegisterFact): {
  readonly told: readonly MunicipalityNumber[];
  readonly ended: readonly MunicipalityNumber[];
} {
  switch (fact.type) {
    case 'CountyEstablished':
    case 'CountyEnded':
      return { told: [], ended: [] };
    case 'MunicipalityEstablished':
    case 'MunicipalityRenamed':
    case 'PopulationCounted':
      return { told: [fact.data.municipalityNumber], ended: [] };
    case 'MunicipalityRenumbered':
      return { told: [fact.data.municipalityNumber], ended: [fact.data.predecessor] };
    case 'MunicipalitiesMerged':
      return { told: [fact.data.municipalityNumber], ended: fact.data.predecessors.map(({ municipalityNumber }) => municipalityNumber) };
    case 'MunicipalitySplit':
      return { told: fact.data.parts.map(({ municipalityNumber }) => municipalityNumber), ended: [fact.data.predecessor] };
  }
}
