import canonicalize from 'canonicalize';

// The package's types describe an ES module; what Node imports from its CommonJS is the function itself.
const serialise = canonicalize as unknown as (value: unknown) => string | undefined;

/**
 * JSON in its one form (RFC 8785), so that equal values have equal bytes. Members that are undefined are left out.
 * @throws Error for what JSON cannot say: undefined, NaN, an infinity
 */
export function canonical(value: unknown): string {
  const text = serialise(value);
  if (text === undefined) throw new TypeError(`JSON has no form for ${typeof value}`);
  return text;
}
