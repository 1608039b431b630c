import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrganisationRegistered } from '../../src/domain/organisation/events.ts';
import { ProgrammeRegistered } from '../../src/domain/programme/events.ts';
import type { Schemas } from '../../src/http/contract/handlers.ts';
import { adoptionReport, KINDS, namesContent, registration } from '../../src/http/operations/contents.ts';
import { breachesOf, contract, type Node, operations, resolved, schemaNamed } from './contract.ts';
import { mutantsOf, valuesOf } from './values.ts';

/** What the service makes of each body before the domain decides: it throws where the domain's schema does not take it. */
const MADE: Readonly<Record<string, (body: never) => unknown>> = {
  OrganisationRegistration: (body: Schemas['OrganisationRegistration']) => OrganisationRegistered.data.parse(body),
  ProgrammeRegistration: ({ id, names }: Schemas['ProgrammeRegistration']) =>
    ProgrammeRegistered.data.parse({ programmeId: id, names: namesContent(names) }),
  SolutionRegistration: registration,
  AdoptionReport: (body: Schemas['AdoptionReport']) => adoptionReport('digisos', '0301', body),
  ...Object.fromEntries(Object.values(KINDS).map(({ schema, fact }) => [schema, (body: never) => fact('digisos', body)])),
};

/** Bodies that are no content of an event: they name one, and carry a fact that is checked by its own schema. */
const NAMED = ['FactCorrection', 'FactAnnulment'];

const bodies = operations.flatMap(({ body }) => (body === null ? [] : [(body.schema['$ref'] as string).split('/').at(-1) ?? '']));

/**
 * A member that is unknown or missing never reaches the domain, which is given the members that it knows; and to it a number
 * that stands twice in a target group is in it once.
 */
const STRUCTURAL = /additional properties|required property|must be object|must be equal to constant|duplicate items/;
/** Each schema without the choice between several, with what is made of it. */
const FLAT = Object.keys(MADE).flatMap((name): [string, string][] => {
  const choices = resolved(schemaNamed(name))['anyOf'] as Node[] | undefined;
  return choices?.map((choice) => [(choice['$ref'] as string).split('/').at(-1) ?? '', name]) ?? [[name, name]];
});

const takes = (name: string, body: unknown): boolean => {
  try {
    MADE[name]?.(body as never);
    return true;
  } catch {
    return false;
  }
};

it('what may be null and has a name of its own is what may not, and null', () => {
  const schemas = Object.keys((contract['components'] as { schemas: Node }).schemas);
  const nullable = schemas.filter((name) => name.endsWith('OrNull'));
  const said = nullable.map((name) => rules(schemaNamed(name)));
  const due = nullable.map((name) => orNull(name.slice(0, -'OrNull'.length)));
  expect(said).toEqual(due);
  expect(nullable).toHaveLength(15);
});

it('the words that a filter takes are those of what it filters, and `-` for none', () => {
  const schemas = Object.keys((contract['components'] as { schemas: Node }).schemas).filter((name) => name.endsWith('OrNone'));
  const lists = schemas.filter((name) => rules(schemaNamed(name))['enum'] !== undefined);
  const codesOf = (name: string) => rules(schemaNamed(name))['enum'] as string[];
  expect(lists.map(codesOf)).toEqual(lists.map((name) => [...codesOf(name.slice(0, -'OrNone'.length)), '-']));
  expect(lists).toHaveLength(6);
});

/** What a schema asks of a value: all but what it says to people. */
function rules(schema: Node): Node {
  const told = ['description', 'examples', 'x-labels', 'title'];
  return Object.fromEntries(Object.entries(resolved(schema)).filter(([keyword]) => !told.includes(keyword)));
}

/** The rules of a schema, if null did as well; the labels of its codes are those of the schema itself. */
function orNull(name: string): Node {
  const { type, enum: codes, ...rest } = rules(schemaNamed(name));
  return { ...rest, type: [type, 'null'], ...(codes !== undefined && { enum: [...(codes as unknown[]), null], 'x-labels-of': name }) };
}

describe('the contract and the events of the domain', () => {
  it('know the same bodies', () => {
    expect(bodies.filter((name) => !NAMED.includes(name)).sort()).toEqual(Object.keys(MADE).sort());
  });

  it.each(Object.keys(MADE))('draw values of %s that the contract takes, or nothing here would be shown', (name) => {
    fc.assert(
      fc.property(valuesOf(schemaNamed(name)), (body) => {
        expect(breachesOf(schemaNamed(name), body)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.keys(MADE))('agree on %s: what the contract takes the domain can store', (name) => {
    fc.assert(
      fc.property(fc.oneof(valuesOf(schemaNamed(name)), mutantsOf(schemaNamed(name))), (body) => {
        fc.pre(breachesOf(schemaNamed(name), body).length === 0);
        expect(takes(name, body)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(FLAT)('agree on %s: what the contract refuses for a value the domain does not store', (name, made) => {
    fc.assert(
      fc.property(mutantsOf(schemaNamed(name)), (body) => {
        const breaches = breachesOf(schemaNamed(name), body);
        fc.pre(breaches.length > 0 && !breaches.some((breach) => STRUCTURAL.test(breach)));
        // To the domain, null is what was left out.
        fc.pre(!JSON.stringify(body).includes('null'));
        expect(takes(made, body)).toBe(false);
      }),
      { numRuns: 100, maxSkipsPerRun: 1_000 },
    );
  });
});
