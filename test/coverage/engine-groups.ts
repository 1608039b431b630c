import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { Position } from '../../src/domain/position.ts';
import { coverageAt, type CoverageTable } from '../../src/projections/coverage/table.ts';
import type { Chronicle } from './chronicle.ts';
import type { Choice, NaiveDimension, NaiveGroup } from './naive-figures.ts';

/** What the registry answers on a date, or for a series of dates, in the shape of the naive count. */
export function engineGroups(
  { models }: Chronicle,
  choice: Choice,
  knownAt: Position,
  when: CivilDate | readonly CivilDate[],
  dimensions: readonly NaiveDimension[],
): NaiveGroup[] {
  const asked = { ...choice, knownAt };
  if (typeof when === 'string') return groupsOf(models.coverage.on(asked, when, dimensions));
  return groupsOf(models.coverage.series(asked, when, dimensions));
}

/** The rows of a table. */
export const groupsOf = (table: CoverageTable): NaiveGroup[] =>
  Array.from({ length: table.length }, (_, row) => ({
    date: element(table.dates, table.dateOf[row]),
    codes: table.keys.map(({ codes, codeOf }) => element(codes, codeOf[row])),
    figures: coverageAt(table, row),
  }));

function element<Element>(of: readonly Element[], index: number | undefined): Element {
  if (index === undefined || !(index in of)) throw new RangeError(`the table has no ${index} of ${of.length}`);
  return of[index] as Element;
}
