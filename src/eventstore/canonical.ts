import canonicalize from 'canonicalize';

// The package's types describe an ES module; what Node imports from its CommonJS is the function itself.
const serialise = canonicalize as unknown as (value: unknown) => string | undefined;

/**
 * JSON in its one form (RFC 8785), so that equal values have equal bytes. Members that are undefined are left out.
 * @throws Error for what JSON cannot say: undefined, NaN, an infinity
 */
export function canonical(value: unknown): string {
  // The package pieces its text together. V8 keeps that as a tree of its pieces, and whoever wants its bytes (a hash, a checksum, SQLite)
  // waits several times as long as for a text that was made at once.
  const text = keepsOrder(value) ? JSON.stringify(inOrder(value)) : serialise(value);
  if (text === undefined) throw new TypeError(`JSON has no form for ${typeof value}`);
  return text;
}

/** Whether it is plain JSON, and its objects keep the order in which their members are put in: with numbers as names they do not. */
function keepsOrder(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(keepsOrder);
  if (typeof value === 'object' && value !== null) {
    if ('toJSON' in value) return false;
    const members = value as Readonly<Record<string, unknown>>;
    return Object.keys(members).every((name) => name >= 'A' && name !== '__proto__' && keepsOrder(members[name]));
  }
  return Number.isFinite(value) || typeof value === 'string' || typeof value === 'boolean' || value === null;
}

/** The same with the members of every object sorted by name (UTF-16 code units, as RFC 8785 has it). */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Readonly<Record<string, unknown>>;
  const ordered: Record<string, unknown> = {};
  for (const name of sorted(Object.keys(members))) ordered[name] = inOrder(members[name]);
  return ordered;
}

/** By insertion, in place: names are few, and what sorts lists of any length took half the time of the whole. */
function sorted(names: string[]): string[] {
  for (let next = 1; next < names.length; next += 1) {
    const name = names[next] as string;
    let at = next;
    for (; at > 0 && (names[at - 1] as string) > name; at -= 1) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
}
