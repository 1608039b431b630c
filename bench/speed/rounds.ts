import { median, ROUNDS } from '../measure.ts';

/** What one side does in a round: so many things, at whatever pace it can. @returns milliseconds a thing */
export type Side = () => Promise<number>;

/** Milliseconds a thing, where `work` does `count` of them. */
export async function each(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / count;
}

/** `clients` at once, each with one thing after another, until `count` are done. */
export async function atOnce(clients: number, count: number, one: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const client = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** Both sides by turns, who is first changing too, after a round of each that does not count. @returns what each came to, round by round */
export async function rounds<Came>(
  ours: () => Promise<Came>,
  peer: () => Promise<Came>,
): Promise<{ readonly ours: Came[]; readonly peer: Came[] }> {
  const [our, their]: [Came[], Came[]] = [[], []];
  await ours();
  await peer();
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = [async () => our.push(await ours()), async () => their.push(await peer())];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  return { ours: our, peer: their };
}

/** @returns the median round of each side */
export async function byTurns(ours: Side, peer: Side): Promise<{ readonly ours: number; readonly peer: number }> {
  const came = await rounds(ours, peer);
  return { ours: median(came.ours), peer: median(came.peer) };
}
