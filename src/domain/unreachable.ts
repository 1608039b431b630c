/** The compiler's proof that a switch has a case for everything; reached only if stored data break their schema. */
export function unreachable(value: never): never {
  throw new Error(`unexpected: ${JSON.stringify(value)}`);
}
