/** A source of chance that gives the same numbers for the same seed (mulberry32, public domain, Tommy Ettinger 2017). */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 0x1_0000_0000) * bound);
  return { below, percent: (share) => below(100) < share };
}

/** An id for the n-th event, in the form of a random UUID: spread like one, and the same in every run. */
export function uuidOf(n: number): string {
  const spread = (salt: number): string => {
    let mixed = Math.imul(n ^ salt, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0).toString(16).padStart(8, '0');
  };
  const [a, b, c] = [spread(0x9e3779b9), spread(0x243f6a88), spread(0xb7e15162)];
  const own = n.toString(16).padStart(8, '0'); // what makes it unique
  return `${a}-${b.slice(0, 4)}-4${b.slice(4, 7)}-8${c.slice(0, 3)}-${c.slice(3, 7)}${own}`;
}
