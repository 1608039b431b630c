import type { Ground } from './ground.ts';

/**
 * Municipalities that are one under several numbers, one after the other: whoever was renumbered goes on as what it was, and what
 * it reported under any number is its own.
 */
export interface Lineages {
  /** By municipality, the first of its lineage. */
  readonly firstOf: Uint16Array;
  /** By the first of a lineage, the firsts of those that it came from by a merger or a split. */
  readonly predecessors: readonly Uint16Array[];
  /** The firsts of the lineages that inherit or leave anything, predecessors before successors. */
  readonly inheriting: Uint16Array;
}

export function lineagesOf({
  municipalities,
  predecessors,
  isRenumbered,
}: Pick<Ground, 'municipalities' | 'predecessors' | 'isRenumbered'>): Lineages {
  const firstOf = new Uint16Array(municipalities.length);
  const links = predecessors.map((some, municipality) => {
    const [before, another] = some;
    const goesOn =
      isRenumbered[municipality] === 1 && before !== undefined && another === undefined && municipalities[before]?.successors.length === 1;
    firstOf[municipality] = goesOn ? (firstOf[before] as number) : municipality;
    return goesOn ? new Uint16Array() : some.map((one) => firstOf[one] as number);
  });
  const inheriting = new Set(links.flatMap((some, municipality) => (some.length === 0 ? [] : [...some, municipality])));
  return { firstOf, predecessors: links, inheriting: Uint16Array.from(inheriting).sort() };
}
