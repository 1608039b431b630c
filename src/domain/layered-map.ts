/**
 * A map that never changes: with an entry more it is another one, which shares nearly all that it has with the one before. Copied as a
 * whole for each of its n entries, a Map takes n² in all; copied so, n√n. Plain data: a snapshot writes it down and reads it.
 */
export interface LayeredMap<Value> {
  readonly base: ReadonlyMap<string, Value>;
  /** What was put in since the base was made; it counts before what the base has. */
  readonly top: ReadonlyMap<string, Value>;
}

export const emptyMap: LayeredMap<never> = { base: new Map<string, never>(), top: new Map<string, never>() };

/** So many are copied for each entry in any case: most maps have no more, and stay in one layer. */
const FEW = 4;

export const valueOf = <Value>({ base, top }: LayeredMap<Value>, key: string): Value | undefined => top.get(key) ?? base.get(key);

export function withValue<Value>({ base, top }: LayeredMap<Value>, key: string, value: Value): LayeredMap<Value> {
  const grown = new Map(top).set(key, value);
  if (grown.size <= Math.max(FEW, Math.sqrt(base.size))) return { base, top: grown };
  return { base: new Map([...base, ...grown]), top: new Map() };
}

/** In the order in which the keys first came in. */
export function* entriesOf<Value>({ base, top }: LayeredMap<Value>): Generator<[key: string, Value]> {
  for (const [key, value] of base) yield [key, top.get(key) ?? value];
  for (const [key, value] of top) if (!base.has(key)) yield [key, value];
}
