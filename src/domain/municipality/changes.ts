import { START, type Position } from '../position.ts';
import type { RegisterFact } from './events.ts';
import type { Municipality } from './graph.ts';
import { type Register, registerDate } from './register.ts';

/** What a fact of the register says something of: municipalities that it begins or tells of, those that it ends, or a county. */
function namedBy(fact: RegisterFact): { readonly told: readonly string[]; readonly ended: readonly string[]; readonly county?: string } {
  switch (fact.type) {
    case 'CountyEstablished':
    case 'CountyEnded':
      return { told: [], ended: [], county: fact.data.countyNumber };
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

/**
 * When the register last said something new of each municipality, as known at a position: that it began, ended or got another name, how
 * many live there, or that its county began or ended; a correction counts for what it replaced and for what it says. What is only
 * derived from others (their counts, by the shares that moved) does not count.
 */
export function registerChanges(register: Register, knownAt: Position): (municipality: Municipality) => Position {
  const told = new Map<string, { readonly date: string; readonly at: Position }[]>();
  const ended = new Map<string, { readonly date: string; readonly at: Position }[]>();
  const counties = new Map<string, Position>();
  for (const { value: fact, position, endedAt } of register.facts) {
    if (position > knownAt) continue;
    const at = endedAt <= knownAt && Number.isFinite(endedAt) ? endedAt : position;
    const named = namedBy(fact);
    const change = { date: registerDate(fact), at };
    for (const number of named.told) told.set(number, [...(told.get(number) ?? []), change]);
    for (const number of named.ended) ended.set(number, [...(ended.get(number) ?? []), change]);
    if (named.county !== undefined) counties.set(named.county, later(counties.get(named.county), at));
  }
  return ({ number, countyNumber, validFrom, validTo }) => {
    const own = (told.get(number) ?? []).filter(({ date }) => date >= validFrom && (validTo === null || date < validTo));
    const end = (ended.get(number) ?? []).filter(({ date }) => date === validTo);
    return [...own, ...end].reduce((latest, { at }) => later(latest, at), counties.get(countyNumber) ?? START);
  };
}

const later = (a: Position | undefined, b: Position): Position => (a === undefined || b > a ? b : a);
