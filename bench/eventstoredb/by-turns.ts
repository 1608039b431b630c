import { median, ROUNDS } from '../measure.ts';

/** One side of a contest: does so many things and is timed from outside. */
export type Side = (count: number) => Promise<unknown>;

/** Lets each side do as much in every round, by turns that begin elsewhere each time. @returns milliseconds a thing, the median of each side */
export async function byTurns<Name extends string>(sides: Readonly<Record<Name, Side>>, count: number): Promise<Record<Name, number>> {
  const names = Object.keys(sides) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (const name of names) await sides[name](Math.ceil(count / 10)); // each is warm before it counts
  for (let round = 0; round < ROUNDS; round += 1)
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length] as Name;
      const start = performance.now();
      await sides[name](count);
      times[name].push((performance.now() - start) / count);
    }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** So many clients at once, each doing the next thing when it has done one. */
export async function closedLoop(clients: number, count: number, client: (index: number) => () => Promise<unknown>): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: clients }, async (_, index) => {
      const next = client(index);
      while (left > 0) {
        left -= 1;
        await next();
      }
    }),
  );
}
