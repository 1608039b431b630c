import type { CivilDate } from '../civil-date.ts';
import { NEVER, type Position, START } from '../position.ts';
import type { Municipality } from './graph.ts';
import { namedBy } from './named.ts';
import { type Register, registerDate } from './register.ts';

/**
 * When the register last said something new of each municipality, as known at a position: that it began, ended or got another name, how
 * many live there, or that its county began or ended; a correction counts for what it replaced and for what it says. What is only
 * derived from others (their counts, by the shares that moved) does not count.
 */
export function registerChanges(register: Register, knownAt: Position): (municipality: Municipality) => Position {
  const told = new Map<string, Change[]>();
  const ended = new Map<string, Change[]>();
  const counties = new Map<string, Position>();
  for (const { value: fact, position, endedAt } of register.facts) {
    if (position > knownAt) continue;
    const change = { date: registerDate(fact), at: endedAt !== NEVER && endedAt <= knownAt ? endedAt : position };
    const named = namedBy(fact);
    for (const number of named.told) add(told, number, change);
    for (const number of named.ended) add(ended, number, change);
    if (fact.type !== 'CountyEstablished' && fact.type !== 'CountyEnded') continue;
    const { countyNumber } = fact.data;
    counties.set(countyNumber, later(counties.get(countyNumber) ?? START, change.at));
  }
  return ({ number, countyNumber, validFrom, validTo }) => {
    const own = (told.get(number) ?? []).filter(({ date }) => date >= validFrom && (validTo === null || date < validTo));
    const end = (ended.get(number) ?? []).filter(({ date }) => date === validTo);
    return [...own, ...end].reduce((latest, { at }) => later(latest, at), counties.get(countyNumber) ?? START);
  };
}

/** That a fact was recorded or, where a later version took its place, that it was. */
interface Change {
  readonly date: CivilDate;
  readonly at: Position;
}

function add(changes: Map<string, Change[]>, number: string, change: Change): void {
  const known = changes.get(number);
  if (known === undefined) changes.set(number, [change]);
  else known.push(change);
}

const later = (a: Position, b: Position): Position => (b > a ? b : a);
