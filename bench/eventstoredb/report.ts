import type { AdoptionFact } from '../../src/domain/adoption/events.ts';
import type { MunicipalityNumber } from '../../src/domain/municipality/number.ts';
import type { Slug } from '../../src/domain/names.ts';
import { dateOf } from '../world/days.ts';

const DAYS = 2_900;

/** The n-th report on one municipality: never what was reported before. */
export function report(solutionId: string, municipalityNumber: string, n: number): AdoptionFact {
  const effectiveFrom = dateOf(n % DAYS);
  return {
    type: 'AdoptionReported',
    data: {
      solutionId: solutionId as Slug,
      municipalityNumber: municipalityNumber as MunicipalityNumber,
      capability: null,
      effectiveFrom,
      stage: 'in-use',
      source: 'municipality',
      evidence: `sak 2020/${n}`,
      confirmedAt: effectiveFrom,
    },
  };
}
