import { type CivilDate, dayBefore } from '../../domain/civil-date.ts';
import { countyOn, type Municipality, type MunicipalityGraph, nameOn, type Succession } from '../../domain/municipality/graph.ts';
import { populationOn } from '../../domain/municipality/population.ts';
import { predecessorsOf, successorsOf } from '../../domain/municipality/validity.ts';

/** A step of a reform: which municipality, with what part of the inhabitants, and from when. */
export const successionView = ({ municipalityNumber, name, shareBasisPoints, on }: Succession) => ({
  municipalityNumber,
  name,
  shareBasisPoints,
  from: on,
});

/** The day on which a municipality is described: the one asked for, its first where that is before it, its last where it is after. */
function describedOn({ validFrom, validTo }: Municipality, asOf: CivilDate): CivilDate {
  if (asOf < validFrom) return validFrom;
  return validTo !== null && asOf >= validTo ? dayBefore(validTo) : asOf;
}

/** A municipality of the register with who went before and who came after it. */
export function municipalityView(graph: MunicipalityGraph, municipality: Municipality, asOf: CivilDate) {
  const { number, countyNumber, organisationNumber, validFrom, validTo } = municipality;
  const day = describedOn(municipality, asOf);
  const county = countyOn(graph, countyNumber, day);
  const population = asOf < validFrom ? undefined : populationOn(municipality, day);
  return {
    municipalityNumber: number,
    name: nameOn(municipality, day),
    valid: day === asOf,
    validFrom,
    validTo,
    county: county ? { countyNumber, name: county.name, healthRegion: county.healthRegion } : null,
    organisationNumber,
    inhabitants: population?.inhabitants ?? null,
    inhabitantsCountedOn: population?.countedOn ?? null,
    inhabitantsDerived: population?.derived ?? false,
    predecessors: predecessorsOf(municipality).map(successionView),
    successors: successorsOf(municipality).map(successionView),
  };
}
