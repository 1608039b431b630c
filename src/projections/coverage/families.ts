import type { Ground } from './ground.ts';

/** Municipalities that came from one another, in whatever steps: what is reported on one touches none outside its family. */
export interface Families {
  /** By municipality. */
  readonly of: Uint16Array;
  /** By family, its municipalities, predecessors before their successors. */
  readonly members: readonly Uint16Array[];
}

export function familiesOf(predecessors: Ground['predecessors']): Families {
  const root = Uint16Array.from(predecessors.keys());
  const rootOf = (one: number): number => {
    let found = one;
    while (root[found] !== found) found = root[found] as number;
    return found;
  };
  for (const [municipality, some] of predecessors.entries()) for (const one of some) root[rootOf(one)] = rootOf(municipality);
  const numbers = new Map<number, number>();
  const members: number[][] = [];
  const of = root.map((_, municipality) => {
    const number = numbers.get(rootOf(municipality)) ?? members.push([]) - 1;
    numbers.set(rootOf(municipality), number);
    members[number]?.push(municipality);
    return number;
  });
  return { of, members: members.map((some) => Uint16Array.from(some)) };
}
