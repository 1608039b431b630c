import fc, { type Arbitrary } from 'fast-check';
import { type Node, type Operation, type Parameter, schemaNamed } from '../contract.ts';
import { type Known, mutantsOf, valuesOf } from '../values.ts';
import { type Spoil, spoils } from './spoils.ts';
import { MEMBERS, REGISTERED, THERE } from './there.ts';
import { Late, nth, type World } from './world.ts';

/** The ETag that the parent of what is changed has when the request is sent. */
export const CURRENT = Symbol('the current ETag');

/** A request as it was drawn; what hangs on the world is filled in when it is sent. */
export interface Drawn {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly accept: string | undefined;
  readonly body: unknown;
  readonly isHead: boolean;
  /** Sent once more: a read that knows the tag, a write with the same key. */
  readonly again: boolean;
  /** What is wrong with it beyond its values: in the address, the headers, or the bytes of the body. */
  readonly spoil: Spoil | undefined;
}

export function requestsOf(operation: Operation): Arbitrary<Drawn> {
  const media = [...new Set(operation.answers.flatMap(({ status, content }) => (status < 300 ? [...content.keys()] : [])))];
  return fc.record({
    operation: fc.constant(operation),
    path: parametersIn('path', operation),
    query: parametersIn('query', operation),
    headers: parametersIn('header', operation),
    accept: seldom(fc.constantFrom(...media, '*/*', `${String(media[0])};q=0.5, */*;q=0.1`, 'image/png')),
    body: operation.body === null ? fc.constant(undefined) : bodiesOf(operation),
    isHead: operation.method === 'GET' ? rarely : fc.constant(false),
    again: rarely,
    spoil: seldom(fc.constantFrom(...spoils)),
  });
}

const seldom = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const rarely = fc.integer({ min: 0, max: 9 }).map((number) => number === 9);

function parametersIn(place: Parameter['in'], { parameters }: Operation): Arbitrary<Readonly<Record<string, unknown>>> {
  const here = parameters.filter((parameter) => parameter.in === place);
  const values = here.map((parameter): [string, Arbitrary<unknown>] => [
    parameter.name,
    parameter.name === 'If-Match' ? tags(parameter) : parameter.required ? valueOf(parameter) : seldom(valueOf(parameter)),
  ]);
  return fc.record(Object.fromEntries(values), { noNullPrototype: true });
}

/** A wait is what the clock is not given here: feed/waiting.test.ts has it. */
const NEVER_DRAWN = ['wait', 'minPosition', 'Registry-Min-Position'];

function valueOf({ name, schema }: Parameter): Arbitrary<unknown> {
  const there = THERE[name];
  if (there !== undefined && NEVER_DRAWN.includes(name)) return there;
  const drawn = fc.oneof({ weight: 3, arbitrary: valuesOf(schema) }, { weight: 1, arbitrary: mutantsOf(schema) });
  return there === undefined ? drawn : fc.oneof({ weight: 12, arbitrary: there }, { weight: 1, arbitrary: drawn });
}

const tags = ({ schema }: Parameter): Arbitrary<unknown> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(CURRENT) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom('*', 'W/"1"', '"1", "2"', '"-1"'), valuesOf(schema), mutantsOf(schema)) },
  );

/** Whatever a schema has: right, with something wrong in it, or an example of the contract. */
const drawnFrom = (schema: Node, known: Known): Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: valuesOf(schema, known) }, { weight: 2, arbitrary: mutantsOf(schema, known) });

function bodiesOf(operation: Operation): Arbitrary<unknown> {
  const { schema, examples } = operation.body ?? { schema: {}, examples: [] };
  if (operation.id === 'correctFact') return corrections(schema);
  const known = operation.id === 'registerOrganisation' ? REGISTERED : MEMBERS;
  return fc.oneof({ weight: 8, arbitrary: drawnFrom(schema, known) }, { weight: 1, arbitrary: fc.constantFrom(...examples.map(({ value }) => value)) }); // prettier-ignore
}

/** What makes a fact that fact: a correction keeps it, or is refused. */
const KEPT = ['role', 'responsibility', 'fiscalYear', 'kind', 'estimate', 'payer', 'capability'];
const CORRECTED = ['PhaseChange', 'RoleChange', 'OwnershipChange', 'SupplierAssignment', 'CostUpdate', 'AdoptionReport'];

/** A fact of one schema that was told before, with other content of that schema; `fact` says which. */
function corrections(schema: Node): Arbitrary<unknown> {
  const each = CORRECTED.map((name) =>
    fc
      .tuple(fc.nat(1_000_000), fc.constantFrom('feil dato', 'wrong'), drawnFrom(schemaNamed(name), MEMBERS))
      .map(([number, reason, content]) => new Late((world) => correctionOf(world, name, number, reason, content))),
  );
  const meant = fc.oneof(...each);
  return fc.oneof({ weight: 4, arbitrary: meant }, { weight: 1, arbitrary: drawnFrom(schema, MEMBERS) });
}

/** A correction that knows which fact it is about. */
export class About {
  readonly eventId: string;
  readonly body: unknown;

  constructor(eventId: string, body: unknown) {
    this.eventId = eventId;
    this.body = body;
  }
}

function correctionOf({ told }: World, name: string, number: number, reason: string, content: unknown): unknown {
  const fact = nth(told.filter(({ schema }) => schema === name), number); // prettier-ignore
  if (fact === undefined || typeof content !== 'object') return { reason, fact: content };
  const stays = Object.fromEntries(Object.entries(fact.body).filter(([member]) => KEPT.includes(member)));
  return new About(fact.eventId, { reason, fact: { ...content, ...stays } });
}
