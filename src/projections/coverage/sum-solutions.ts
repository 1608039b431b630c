import { CONTRIBUTIONS, COUNTS } from '../../domain/adoption/contribution.ts';
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

/**
 * By the turn of an entry, the counts that change by it, one after the other: 1 for the first of COUNTS, and so on, and 0 at the end;
 * and whether each is gained or lost, 1 or -1.
 */
const STEPS = COUNTS.length + 1;
const WHICH = new Uint8Array(256 * STEPS);
const GAIN = new Int8Array(256 * STEPS);
for (let turn = 0; turn < 256; turn += 1) {
  const [before, after] = [contributed(contributionBefore(turn)), contributed(contributionAfter(turn))];
  let at = turn * STEPS;
  for (let count = 0; count < COUNTS.length; count += 1) {
    const gain = ((after >> count) & 1) - ((before >> count) & 1);
    if (gain === 0) continue;
    WHICH[at] = count + 1;
    GAIN[at] = gain;
    at += 1;
  }
}

/** Of the sixteen that four bits tell apart, some are nobody's. */
function contributed(way: number): number {
  return CONTRIBUTIONS[way] ?? 0;
}

/**
 * Adds whole solutions on a day: the end of a stretch and what came after it until the day, or without what came after the day,
 * whichever end is nearer.
 */
export function addSolutions(addends: Addends, day: DayNumber, table: CoverageTable): void {
  const { figures } = addends;
  const { from, last, epochOf, stretchOn } = figures.grid;
  const at = stretchOn(day);
  if (at < 0) return;
  const [begins, ends, epoch] = [from[at] as number, last[at] as number, epochOf[at] as number];
  const isAfter = at > 0 && epochOf[at - 1] === epoch && 2 * day < begins + ends;
  const [base, stretch] = [figures.stretches[isAfter ? at - 1 : at] as StretchFigures, figures.stretches[at] as StretchFigures];
  addEnds(base, addends, table);
  addBases(base, addends, table, day < ends ? { changing: stretch.retargeted, on: (slot) => basisOn(figures, slot, day, epoch) } : null);
  if (day >= ends) return;
  const { inhabitants } = figures.ground.epochs[epoch] as Epoch;
  addChanges(stretch, day - begins, isAfter, inhabitants, addends, table);
}

function addEnds(
  { counts, people }: StretchFigures,
  { slots, rows }: Addends,
  { municipalities: many, population: living, length }: CoverageTable,
): void {
  for (let one = 0; one < slots.length; one += 1) {
    let from = (slots[one] as number) * KEPT;
    for (let to = rows[one] as number; to < many.length; to += length, from += 1) {
      many[to] = (many[to] as number) + (counts[from] as number);
      living[to] = (living[to] as number) + (people[from] as number);
    }
  }
}

/** What changed within a stretch: from its beginning until a day, or back from its end. */
function addChanges(
  { entries, starts }: StretchFigures,
  dayOfStretch: number,
  isAfter: boolean,
  inhabitants: Uint32Array,
  { slots, rows }: Addends,
  { municipalities: many, population: living, length }: CoverageTable,
): void {
  const sign = isAfter ? 1 : -1;
  for (let one = 0; one < slots.length; one += 1) {
    const slot = slots[one] as number;
    const row = rows[one] as number;
    const first = starts[slot] as number;
    const end = starts[slot + 1] as number;
    for (let at = isAfter ? first : end - 1; at >= first && at < end; at += sign) {
      const entry = entries[at] as number;
      if (dayOfEntry(entry) > dayOfStretch === isAfter) break;
      const people = inhabitants[municipalityOf(entry)] as number;
      for (let step = turnOf(entry) * STEPS; WHICH[step] !== 0; step += 1) {
        const gain = sign * (GAIN[step] as number);
        const to = ((WHICH[step] as number) - 1) * length + row;
        many[to] = (many[to] as number) + gain;
        living[to] = (living[to] as number) + gain * people;
      }
    }
  }
}

const NONE: ReadonlySet<number> = new Set();
const FEW = 16;

const basisOn = ({ ground, terms }: ChoiceFigures, slot: number, day: DayNumber, epoch: number): Basis =>
  ground.basisOf(valueOn((terms[slot] as Terms).members, day), epoch);

/** @param retargeted the slots whose target group changes in the stretch of the day, and their basis on it; null at the end of a stretch */
function addBases(
  { people }: StretchFigures,
  { figures: { bases, terms }, slots, rows }: Addends,
  { populationCountedOn, populationDerivedFor, populationUnknownFor }: CoverageTable,
  retargeted: { readonly changing: ReadonlySet<number>; readonly on: (slot: number) => Basis } | null,
): void {
  const changing = retargeted?.changing ?? NONE;
  // Many are told apart by marks, which cost a moment to set; a few are looked up.
  const marks = slots.length > FEW && changing.size > 0 ? new Uint8Array(terms.length) : null;
  if (marks !== null) for (const slot of changing) marks[slot] = 1;
  for (let one = 0; one < slots.length; one += 1) {
    const row = rows[one] as number;
    const slot = slots[one] as number;
    const hasChanged = marks === null ? changing.has(slot) : marks[slot] === 1;
    const basis = hasChanged && retargeted !== null ? retargeted.on(slot) : (bases[people[slot * KEPT + BASIS] as number] as Basis);
    if (basis.countedOn > (populationCountedOn[row] as number)) populationCountedOn[row] = basis.countedOn;
    populationDerivedFor[row] = (populationDerivedFor[row] as number) + basis.derivedFor;
    populationUnknownFor[row] = (populationUnknownFor[row] as number) + basis.unknownFor;
  }
}
