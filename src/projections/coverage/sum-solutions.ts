import { CONTRIBUTIONS, COUNTS } from '../../domain/adoption/contribution.ts';
import type { DayNumber } from '../../domain/day-number.ts';
import type { ChoiceFigures } from './choice-figures.ts';
import type { Stretch } from './grid.ts';
import type { Basis, Epoch } from './ground.ts';
import {
  BASIS, contributionAfter, contributionBefore, COUNTS_KEPT, dayOfEntry, dayWithin, municipalityOf, PEOPLE_KEPT, type StretchFigures,
} from './stretch-figures.ts'; // prettier-ignore
import type { CoverageTable } from './table.ts';
import { type Terms, valueOn } from './terms.ts';

/** Solutions of one choice by their slots, and by each the row of a table that it adds to. */
export interface Addends {
  readonly figures: ChoiceFigures;
  readonly slots: Uint32Array;
  readonly rows: Uint32Array;
}

/** Adds whole solutions on a day: the end of its stretch, without what came after the day. */
export function addSolutions(addends: Addends, day: DayNumber, table: CoverageTable): void {
  const { figures } = addends;
  const at = figures.grid.stretchOn(day);
  if (at < 0) return;
  const { from, last, epoch } = figures.grid.stretches[at] as Stretch;
  const stretch = figures.stretches[at] as StretchFigures;
  addEnds(stretch, addends, table);
  if (day < last) takeBack(stretch, dayWithin(from, day), (figures.ground.epochs[epoch] as Epoch).inhabitants, addends, table);
  addBases(stretch, addends, table, day < last ? (slot) => basisOn(figures, slot, day, epoch) : null);
}

function addEnds({ counts, people }: StretchFigures, { slots, rows }: Addends, table: CoverageTable): void {
  const { numerator, denominator, unknown, inherited, partial, stale, outsideTargetGroup } = table.municipalities;
  const living = table.population;
  for (let one = 0; one < slots.length; one += 1) {
    const row = rows[one] as number;
    const many = (slots[one] as number) * COUNTS_KEPT;
    numerator[row] = (numerator[row] as number) + (counts[many] as number);
    denominator[row] = (denominator[row] as number) + (counts[many + 1] as number);
    unknown[row] = (unknown[row] as number) + (counts[many + 2] as number);
    inherited[row] = (inherited[row] as number) + (counts[many + 3] as number);
    partial[row] = (partial[row] as number) + (counts[many + 4] as number);
    stale[row] = (stale[row] as number) + (counts[many + 5] as number);
    outsideTargetGroup[row] = (outsideTargetGroup[row] as number) + (counts[many + 6] as number);
  }
  const [reached, all, silent, through, part, old, outside] = [
    living.numerator, living.denominator, living.unknown, living.inherited, living.partial, living.stale, living.outsideTargetGroup,
  ]; // prettier-ignore
  for (let one = 0; one < slots.length; one += 1) {
    const row = rows[one] as number;
    const many = (slots[one] as number) * PEOPLE_KEPT;
    reached[row] = (reached[row] as number) + (people[many] as number);
    all[row] = (all[row] as number) + (people[many + 1] as number);
    silent[row] = (silent[row] as number) + (people[many + 2] as number);
    through[row] = (through[row] as number) + (people[many + 3] as number);
    part[row] = (part[row] as number) + (people[many + 4] as number);
    old[row] = (old[row] as number) + (people[many + 5] as number);
    outside[row] = (outside[row] as number) + (people[many + 6] as number);
  }
}

/** Undoes what changed behind a day of the stretch. */
function takeBack(
  { entries, starts }: StretchFigures,
  dayOfStretch: number,
  inhabitants: Uint32Array,
  { slots, rows }: Addends,
  table: CoverageTable,
): void {
  const municipalities = COUNTS.map((count) => table.municipalities[count]);
  const population = COUNTS.map((count) => table.population[count]);
  for (let one = 0; one < slots.length; one += 1) {
    const slot = slots[one] as number;
    const end = starts[slot + 1] as number;
    for (let at = starts[slot] as number; at < end; at += 1) {
      const entry = entries[at] as number;
      if (dayOfEntry(entry) <= dayOfStretch) continue;
      const row = rows[one] as number;
      const people = inhabitants[municipalityOf(entry)] as number;
      const [before, after] = [CONTRIBUTIONS[contributionBefore(entry)] as number, CONTRIBUTIONS[contributionAfter(entry)] as number];
      for (let back = before & ~after; back !== 0; back &= back - 1) {
        const count = 31 - Math.clz32(back & -back);
        const [column, living] = [municipalities[count] as Uint32Array, population[count] as Float64Array];
        column[row] = (column[row] as number) + 1;
        living[row] = (living[row] as number) + people;
      }
      for (let gone = after & ~before; gone !== 0; gone &= gone - 1) {
        const count = 31 - Math.clz32(gone & -gone);
        const [column, living] = [municipalities[count] as Uint32Array, population[count] as Float64Array];
        column[row] = (column[row] as number) - 1;
        living[row] = (living[row] as number) - people;
      }
    }
  }
}

const basisOn = ({ ground, terms }: ChoiceFigures, slot: number, day: DayNumber, epoch: number): Basis =>
  ground.basisOf(valueOn((terms[slot] as Terms).members, day), epoch);

/** @param onDay the basis of a slot whose target group changes in the stretch; null at its end */
function addBases(
  { people, retargeted }: StretchFigures,
  { figures, slots, rows }: Addends,
  { populationCountedOn, populationDerivedFor, populationUnknownFor }: CoverageTable,
  onDay: ((slot: number) => Basis) | null,
): void {
  const { bases } = figures;
  const changing = new Uint8Array(onDay === null || retargeted.length === 0 ? 0 : figures.terms.length);
  if (changing.length > 0) for (const slot of retargeted) changing[slot] = 1;
  for (let one = 0; one < slots.length; one += 1) {
    const row = rows[one] as number;
    const slot = slots[one] as number;
    const basis = onDay !== null && changing[slot] === 1 ? onDay(slot) : (bases[people[slot * PEOPLE_KEPT + BASIS] as number] as Basis);
    if (basis.countedOn > (populationCountedOn[row] as number)) populationCountedOn[row] = basis.countedOn;
    populationDerivedFor[row] = (populationDerivedFor[row] as number) + basis.derivedFor;
    populationUnknownFor[row] = (populationUnknownFor[row] as number) + basis.unknownFor;
  }
}
