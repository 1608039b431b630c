import { afterAll, describe, expect, it } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import { type Operation, operations, type Parameter } from './contract.ts';
import { type Answer, type Headers, startService } from './service.ts';
import { eventIdOf, tellStory } from './story.ts';
import { mutantsOf, valuesOf } from './values.ts';

const service = await startService();
const told = await tellStory(service);
afterAll(() => service.end());

/** What is there, so that a fuzzed request gets beyond the first check more often than not. */
const THERE: Readonly<Record<string, readonly string[]>> = {
  solutionId: ['digisos', 'kjernejournal'],
  programmeId: ['digisos-programmet'],
  organisationNumber: ['994598759', '889640782'],
  municipalityNumber: ['0301', '0701', '1201', '3801', '4601', '1103'],
  eventId: told.map(({ name }) => eventIdOf(told, name)),
  knownAt: [
    `${service.store.logId}~4000`,
    `${service.store.logId}~0`,
    '2026-02-03T09:00:00.000Z',
    `${service.store.logId}~9999999999999999`,
  ],
  minPosition: [`${service.store.logId}~1`],
  wait: ['0', '1'],
  solution: ['digisos', 'digisos,kjernejournal'],
  municipality: ['0301', '0701,1201'],
  'Last-Event-ID': [`${service.store.logId}~4000`, `${service.store.logId}~0`, `${service.store.logId}~9999999999999999`],
  'Registry-Min-Position': [`${service.store.logId}~1`],
  'If-Match': Array.from({ length: 40 }, (_, revision) => `"${revision - 1}"`),
  capability: ['innsyn', 'soknad'],
};
/** A position that has not come, and an event, is waited for: that is tried elsewhere, and here not for long. */
const WAITED_FOR = ['minPosition', 'Registry-Min-Position', 'wait'];

const valueFor = ({ name, schema }: Parameter): Arbitrary<unknown> => {
  const there = fc.constantFrom(...(THERE[name] ?? ['']));
  if (WAITED_FOR.includes(name)) return there;
  const drawn = fc.oneof({ weight: 3, arbitrary: valuesOf(schema) }, { weight: 1, arbitrary: mutantsOf(schema) });
  return THERE[name] === undefined ? drawn : fc.oneof({ weight: 6, arbitrary: there }, { weight: 1, arbitrary: drawn });
};

/** HTTP carries a header as visible Latin-1 only; what else there is cannot be sent at all. */
const sendable = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(/[^\x20-\x7e\xa0-\xff]/g, '?');
/** A lone surrogate has no percent-encoding. */
const encoded = (value: unknown): string => encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed());
/** A list in the query has commas between its items. */
const listed = (value: unknown): unknown => (Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join() : value); // prettier-ignore

interface Fuzzed {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: unknown;
}

function fuzzed(operation: Operation): Arbitrary<Fuzzed> {
  const of = (place: string, present: number) =>
    fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((parameter) => parameter.in === place)
          .map((parameter) => [
            parameter.name,
            place === 'path' || parameter.name === 'If-Match'
              ? valueFor(parameter)
              : fc.option(valueFor(parameter), { freq: present, nil: undefined }),
          ]),
      ),
      { noNullPrototype: true },
    );
  const body =
    operation.body === null
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 3, arbitrary: valuesOf(operation.body.schema) },
          { weight: 2, arbitrary: mutantsOf(operation.body.schema) },
          { weight: 1, arbitrary: fc.constantFrom(...operation.body.examples.map(({ value }) => value)) },
        );
  return fc.tuple(of('path', 1), of('query', 1), of('header', 1), body).map(([path, query, headers, content]) => {
    const target = operation.template.replace(/\{(\w+)\}/g, (_, name: string) => encoded(path[name]));
    const search = Object.entries(query).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${encoded(listed(value))}`); // prettier-ignore
    const sent = Object.entries(headers).filter(([name, value]) => value !== undefined && name !== 'Registry-Consumer').map(([name, value]) => [name, sendable(value)]); // prettier-ignore
    return {
      method: operation.method,
      target: search.length === 0 ? target : `${target}?${search.join('&')}`,
      headers: { ...(operation.body === null ? {} : { 'Content-Type': 'application/json' }), ...(Object.fromEntries(sent) as Headers) },
      body: content,
    };
  });
}

const seen = new Map<number, number>();

/** Whatever is sent: no 5xx, nothing that the contract does not have (asking checks that), nothing recorded on a refusal. */
async function kept({ method, target, headers, body }: Fuzzed): Promise<void> {
  const before = await service.head();
  const answer: Answer = await service.ask(method, target, { headers, ...(body === undefined ? {} : { body }) });
  seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
  expect(answer.status).toBeLessThan(500);
  expect({ target, moved: (await service.head()) - before }).toEqual({ target, moved: answer.status === 201 ? 1 : 0 });
}

describe('whatever is drawn from the contract', () => {
  it.each(operations.map((operation): [string, Operation] => [operation.id, operation]))(
    '%s keeps the contract, and records nothing that it refuses',
    async (_id, operation) => {
      await fc.assert(fc.asyncProperty(fuzzed(operation), kept), { numRuns: operation.method === 'POST' ? 80 : 40, endOnFailure: true });
    },
  );

  it('gets as far as being recorded, read, rejected and refused, or it would show little', () => {
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404, 412, 422]));
  });
});
