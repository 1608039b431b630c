import { CONTRIBUTIONS } from '../../domain/adoption/contribution.ts';
import type { DayNumber } from '../../domain/day-number.ts';
import type { ChoiceFigures } from './choice-figures.ts';
import type { Basis, Epoch } from './ground.ts';
import {
  BASIS, contributionAfter, contributionBefore, dayOfEntry, KEPT, municipalityOf, type StretchFigures, turnOf,
} from './stretch-figures.ts'; // prettier-ignore
import type { CoverageTable } from './table.ts';
import { type Terms, valueOn } from './terms.ts';

/** Solutions of one choice by their slots, and by each the row of a table that it adds to. */
export interface Addends {
  readonly figures: ChoiceFigures;
  readonly slots: Uint32Array;
  readonly rows: Uint32Array;
}

/** By the turn of an entry, the counts that are gained by it, and those that are lost: bits as in a contribution. */
const turns = Array.from({ length: 256 }, (_, turn) => turn);
const GAINED = Uint8Array.from(turns, (turn) => contributed(contributionAfter(turn)) & ~contributed(contributionBefore(turn)));
const LOST = Uint8Array.from(turns, (turn) => contributed(contributionBefore(turn)) & ~contributed(contributionAfter(turn)));

/** Of the sixteen that four bits tell apart, some are nobody's. */
function contributed(way: number): number {
  return CONTRIBUTIONS[way] ?? 0;
}

/**
 * Adds whole solutions on a day: the end of a stretch and what came after it until the day, or without what came after the day,
 * whichever end is nearer.
 */
export function addSolutions({ figures, slots, rows }: Addends, day: DayNumber, table: CoverageTable): void {
  const { from, last, epochOf, stretchOn } = figures.grid;
  const at = stretchOn(day);
  if (at < 0) return;
  const [begins, ends, epoch] = [from[at] as number, last[at] as number, epochOf[at] as number];
  const isAfter = at > 0 && epochOf[at - 1] === epoch && 2 * day < begins + ends;
  const [base, stretch] = [figures.stretches[isAfter ? at - 1 : at] as StretchFigures, figures.stretches[at] as StretchFigures];
  const { inhabitants } = figures.ground.epochs[epoch] as Epoch;
  const isChanging = day < ends && stretch.retargeted.size > 0;
  for (let one = 0; one < slots.length; one += 1) {
    const slot = slots[one] as number;
    const row = rows[one] as number;
    addEnd(base, slot, row, table);
    if (day < ends) addChanges(stretch, slot, day - begins, isAfter, inhabitants, row, table);
    const hasChanged = isChanging && stretch.retargeted.has(slot);
    addBasis(hasChanged ? basisOn(figures, slot, day, epoch) : basisAt(figures, base, slot), row, table);
  }
}

function addEnd(
  { counts, people }: StretchFigures,
  slot: number,
  row: number,
  { municipalities, population, length }: CoverageTable,
): void {
  const [many, living] = [municipalities.all, population.all];
  let from = slot * KEPT;
  for (let to = row; to < many.length; to += length, from += 1) {
    many[to] = (many[to] as number) + (counts[from] as number);
    living[to] = (living[to] as number) + (people[from] as number);
  }
}

/** What changed within a stretch: from its beginning until a day, or back from its end. */
function addChanges(
  { entries, starts }: StretchFigures,
  slot: number,
  dayOfStretch: number,
  isAfter: boolean,
  inhabitants: Uint32Array,
  row: number,
  { municipalities, population, length }: CoverageTable,
): void {
  const [many, living] = [municipalities.all, population.all];
  const sign = isAfter ? 1 : -1;
  const first = starts[slot] as number;
  const end = starts[slot + 1] as number;
  for (let at = isAfter ? first : end - 1; at >= first && at < end; at += sign) {
    const entry = entries[at] as number;
    if (dayOfEntry(entry) > dayOfStretch === isAfter) break;
    const turn = turnOf(entry);
    const people = sign * (inhabitants[municipalityOf(entry)] as number);
    for (let gained = GAINED[turn] as number; gained !== 0; gained &= gained - 1) {
      const to = (31 - Math.clz32(gained & -gained)) * length + row;
      many[to] = (many[to] as number) + sign;
      living[to] = (living[to] as number) + people;
    }
    for (let lost = LOST[turn] as number; lost !== 0; lost &= lost - 1) {
      const to = (31 - Math.clz32(lost & -lost)) * length + row;
      many[to] = (many[to] as number) - sign;
      living[to] = (living[to] as number) - people;
    }
  }
}

/** What inhabitants rest on at the end of a stretch, and on a day within which the target group changes. */
const basisAt = ({ bases }: ChoiceFigures, { people }: StretchFigures, slot: number): Basis =>
  bases[people[slot * KEPT + BASIS] as number] as Basis;
const basisOn = ({ ground, terms }: ChoiceFigures, slot: number, day: DayNumber, epoch: number): Basis =>
  ground.basisOf(valueOn((terms[slot] as Terms).members, day), epoch);

function addBasis(
  { countedOn, derivedFor, unknownFor }: Basis,
  row: number,
  { populationCountedOn, populationDerivedFor, populationUnknownFor }: CoverageTable,
): void {
  if (countedOn > (populationCountedOn[row] as number)) populationCountedOn[row] = countedOn;
  populationDerivedFor[row] = (populationDerivedFor[row] as number) + derivedFor;
  populationUnknownFor[row] = (populationUnknownFor[row] as number) + unknownFor;
}
