import type { Ground } from './ground.ts';
import type { Kin } from './inheritances.ts';

/**
 * Municipalities that are one under several numbers, one after the other: whoever was renumbered goes on as what it was, and what
 * it reported under any number is its own. Predecessors come before their successors.
 */
export interface Lineages extends Kin {
  /** By municipality, its lineage. */
  readonly of: Uint16Array;
}

export function lineagesOf(
  { municipalities, predecessors, isRenumbered }: Pick<Ground, 'municipalities' | 'predecessors' | 'isRenumbered'>,
  weightsOf: Kin['weightsOf'],
): Lineages {
  const of = new Uint16Array(municipalities.length);
  const firsts: number[] = [];
  const links: Uint16Array[] = [];
  for (const [municipality, some] of predecessors.entries()) {
    const [before, another] = some;
    const goesOn =
      isRenumbered[municipality] === 1 && before !== undefined && another === undefined && municipalities[before]?.successors.length === 1;
    of[municipality] = goesOn ? (of[before] as number) : firsts.push(municipality) - 1;
    if (!goesOn) links.push(some.map((one) => of[one] as number));
  }
  return {
    of,
    predecessors: links,
    isRenumbered: Uint8Array.from(firsts, (first) => isRenumbered[first] as number),
    weightsOf: (lineage) => weightsOf(firsts[lineage] as number),
  };
}
