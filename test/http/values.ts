import fc, { type Arbitrary } from 'fast-check';
import { type Node, resolved } from './contract.ts';

/** What members of these names mostly are: a capability that is there, a municipality that exists. */
export type Known = Readonly<Record<string, Arbitrary<unknown>>>;

interface How {
  /** Whether something is wrong in places. */
  readonly wrong: boolean;
  readonly known: Known;
}

/** Values that a schema of the contract may take, drawn from its own bounds: at them, and within. */
export function valuesOf(schema: Node, known: Known = {}): Arbitrary<unknown> {
  return draw(schema, { wrong: false, known });
}

/** The same with something wrong in places: just outside a bound, of another type, missing, or too much. */
export function mutantsOf(schema: Node, known: Known = {}): Arbitrary<unknown> {
  return draw(schema, { wrong: true, known });
}

const FORMATS: Readonly<Record<string, Arbitrary<string>>> = {
  'civil-date': fc.oneof(
    fc.constantFrom('1900-01-01', '2100-12-31', '2016-12-31', '2017-01-01', '2020-01-01', '2024-02-29'),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
  ),
  'organisation-number': fc.constantFrom('994598759', '889640782', '971032146', '983544622', '958935420'),
  'date-time': fc
    .date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((instant) => instant.toISOString()),
  uuid: fc.uuid(),
  uri: fc.constantFrom('https://example.org/', 'urn:uuid:7f3c1d52-8a34-4b6e-9c01-5d2f7c1ea8b0'),
  'uri-reference': fc.constant('/v1/solutions'),
};
const OUTSIDE_FORMATS: Readonly<Record<string, readonly string[]>> = {
  'readable-text': [' ', '\t\n', 'a\u0000b', 'a\ud800b', 'a\u202eb', 'a\u200bb', '\ufeffa', 'a\u0085b', 'a\rb'],
  'civil-date': [
    '2023-02-29',
    '1899-12-31',
    '2101-01-01',
    '2018-1-1',
    '2018-13-01',
    '20180101',
    '2018-01-01T00:00:00Z',
    ' 2018-01-01',
    '٢٠١٨-٠١-٠١',
  ],
  'organisation-number': ['971032147', '97103214', '9710321460', '000000000', '971 032 146'],
};
const ANYTHING: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  'x',
  [],
  {},
  [[]],
  '\u0000',
  '\ud800',
  '__proto__',
  Number.MAX_SAFE_INTEGER,
  1e300,
];

const typesOf = ({ type }: Node): string[] => (Array.isArray(type) ? (type as string[]) : type === undefined ? [] : [type as string]);

function draw(node: Node, how: How): Arbitrary<unknown> {
  const inside = within(node, how);
  if (!how.wrong) return inside;
  return fc.oneof(
    { weight: 30, arbitrary: inside },
    { weight: 2, arbitrary: fc.constantFrom(...outside(resolved(node))) },
    { weight: 1, arbitrary: fc.constantFrom(...ANYTHING) },
  );
}

function within(node: Node, how: How): Arbitrary<unknown> {
  const schema = resolved(node);
  const choice = (schema['oneOf'] ?? schema['anyOf']) as Node[] | undefined;
  if (choice !== undefined) return fc.oneof(...choice.map((one) => draw(one, how)));
  if (schema['allOf'] !== undefined && schema['properties'] === undefined)
    return fc.oneof(...(schema['allOf'] as Node[]).map((one) => draw(one, how)));
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]));
  return fc.oneof(...typesOf(schema).map((type) => ofType(type, schema, how)));
}

function ofType(type: string, schema: Node, how: How): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer': {
      const [min, max] = [schema['minimum'] as number, schema['maximum'] as number];
      return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
    }
    case 'string':
      return texts(schema);
    case 'array':
      return lists(schema, how);
    case 'object':
      return objects(schema, how);
    default:
      throw new Error(`no values are drawn of type ${type}`);
  }
}

function texts(schema: Node): Arbitrary<string> {
  const {
    format,
    pattern,
    minLength = 0,
    maxLength,
  } = schema as { format?: string; pattern?: string; minLength?: number; maxLength?: number };
  if (format === 'readable-text') return readable(minLength, maxLength ?? 50);
  if (format !== undefined) return FORMATS[format] ?? fc.constant('');
  if (pattern !== undefined) {
    const matching = textsOf(pattern);
    const longest = pattern.includes('a-z0-9') && maxLength !== undefined ? [fc.constant('a'.repeat(maxLength))] : [];
    return fc.oneof(matching, ...longest).filter((text) => text.length <= (maxLength ?? Infinity));
  }
  return fc.string({ minLength, maxLength: Math.min(maxLength ?? 50, 50), unit: 'binary' });
}

/** What fast-check makes of a pattern takes a while, and serves again. */
const made = new Map<string, Arbitrary<string>>();
function textsOf(pattern: string): Arbitrary<string> {
  const known = made.get(pattern) ?? fc.stringMatching(new RegExp(pattern), { size: 'small' });
  made.set(pattern, known);
  return known;
}

const LETTER = fc.constantFrom('a', 'Z', 'æ', 'Å', 'š', ' ', '–', '’', '1', '/', '|', '"', '\\', '<', '😀');

/** Free text. Characters beyond the basic plane count as one: where a length is counted otherwise, this tells. */
function readable(minLength: number, maxLength: number): Arbitrary<string> {
  const ends = ['å'.repeat(minLength), 'å'.repeat(maxLength), '😀'.repeat(maxLength), 'to\nlinjer'].map((text) => fc.constant(text));
  return fc.oneof(
    ...ends,
    fc.string({ minLength, maxLength: 50, unit: LETTER }).filter((text) => text.trim() !== ''),
  );
}

function lists(schema: Node, how: How): Arbitrary<unknown[]> {
  const {
    items,
    minItems = 0,
    maxItems = 5,
    uniqueItems = false,
  } = schema as { items: Node; minItems?: number; maxItems?: number; uniqueItems?: boolean };
  const bounds = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) };
  const item = draw(items, how);
  return uniqueItems && !how.wrong ? fc.uniqueArray(item, bounds) : fc.array(item, bounds);
}

function objects(schema: Node, how: How): Arbitrary<unknown> {
  const members = Object.entries((schema['properties'] ?? {}) as Record<string, Node>);
  const required = (schema['required'] ?? []) as string[];
  const record = fc.record(Object.fromEntries(members.map(([name, node]) => [name, drawMember(name, node, how)])), {
    requiredKeys: required,
    noNullPrototype: true,
  });
  if (!how.wrong) return record;
  const without = fc
    .tuple(record, fc.constantFrom(...required, ''))
    .map(([value, name]) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)));
  const surplus = fc
    .tuple(record, fc.constantFrom('extra', 'solutionId', 'constructor', ''))
    .map(([value, name]) => ({ ...value, [name]: 1 }));
  return fc.oneof({ weight: 8, arbitrary: record }, { weight: 1, arbitrary: without }, { weight: 1, arbitrary: surplus });
}

function drawMember(name: string, node: Node, how: How): Arbitrary<unknown> {
  const known = Object.hasOwn(how.known, name) ? how.known[name] : undefined;
  const drawn = draw(node, how);
  return known === undefined ? drawn : fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: drawn });
}

/** Just beyond each bound that a schema has. */
function outside(schema: Node): [unknown, ...unknown[]] {
  const { minimum, maximum, minLength, maxLength, maxItems, minItems, format } = schema as Record<string, number | undefined> & {
    format?: string;
  };
  return [
    {},
    ...(minimum === undefined ? [] : [minimum - 1, minimum + 0.5, String(minimum)]),
    ...(maximum === undefined ? [] : [maximum + 1, maximum * 2]),
    ...(minLength === undefined || minLength === 0 ? [] : ['x'.repeat(minLength - 1)]),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
    ...(minItems === undefined || minItems === 0 ? [] : [[]]),
    ...(maxItems === undefined ? [] : [Array.from({ length: maxItems + 1 }, (_, index) => index)]),
    ...(format === undefined ? [] : (OUTSIDE_FORMATS[format] ?? [])),
    ...(schema['enum'] === undefined ? [] : ['IN-USE', 'unknown', '']),
    ...(schema['pattern'] === undefined ? [] : ['Æ', ' ', '-', 'a--b', '0301\n']),
  ];
}
