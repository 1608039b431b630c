import { type CivilDate, dayBefore } from '../civil-date.ts';
import { split, WHOLE } from '../shares.ts';
import type { Municipality } from './graph.ts';

/** Inhabitants on a date, by the last count at or before it. `derived`: from predecessors' counts, for lack of one of its own. */
export interface Population {
  readonly inhabitants: number;
  /** The (latest) count that it rests on. */
  readonly countedOn: CivilDate;
  readonly derived: boolean;
}

/** Undefined where neither the municipality nor all of its predecessors were counted by then, or the shares that moved are not known. */
export function populationOn(municipality: Municipality, date: CivilDate): Population | undefined {
  const own = municipality.counts.findLast(({ countedOn }) => countedOn <= date);
  if (own !== undefined) return { ...own, derived: false };
  if (municipality.predecessors.length === 0) return undefined;
  const parts = municipality.predecessors.map(({ municipality: predecessor }) => movedFrom(predecessor, municipality));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return {
    inhabitants: parts.reduce((sum, part) => sum + part.inhabitants, 0),
    countedOn: parts.map((part) => part.countedOn).reduce((latest, day) => (day > latest ? day : latest)),
    derived: true,
  };
}

/** A predecessor's inhabitants on its last day that went to one successor; the parts of all successors sum to the whole. */
function movedFrom(predecessor: Municipality, to: Municipality): Population | undefined {
  const whole = populationOn(predecessor, dayBefore(to.validFrom));
  const shares = predecessor.successors.map((link) => (predecessor.successors.length === 1 ? WHOLE : link.shareBasisPoints));
  if (whole === undefined || !shares.every((share) => share !== null)) return undefined;
  const index = predecessor.successors.findIndex((link) => link.municipality === to);
  return { ...whole, inhabitants: split(whole.inhabitants, shares)[index] ?? 0, derived: true };
}

/**
 * How much each predecessor weighs in a merger: its inhabitants by the last count before the reform, times the share that
 * moved; each alike where one of them is not known, or nobody lived in any.
 */
export function mergerWeights(municipality: Municipality): number[] {
  const lastDay = dayBefore(municipality.validFrom);
  const weights = municipality.predecessors.map(({ municipality: predecessor, shareBasisPoints }) => {
    const population = populationOn(predecessor, lastDay);
    return population === undefined || shareBasisPoints === null ? undefined : population.inhabitants * shareBasisPoints;
  });
  const tell = weights.every((weight) => weight !== undefined) && weights.some((weight) => weight > 0);
  return tell ? weights : weights.map(() => 1);
}
