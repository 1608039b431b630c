import { describe, expect, it } from '@jest/globals';
import type { OpenApiDocument } from '../../src/http/contract/document.ts';
import { Schemas } from '../../src/http/contract/schemas.ts';
import { breaches } from '../../src/http/contract/violations.ts';

const closed = (properties: object) => ({ type: 'object', additionalProperties: false, required: Object.keys(properties), properties });
const oneOf = (...names: readonly string[]) => ({ anyOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) });

/** What has two kinds, and what may be of several others: the choices of the contract, and one that it does not have yet. */
const schemas = {
  Amount: closed({ kind: { const: 'amount' }, amount: { type: 'integer' } }),
  Share: closed({ kind: { const: 'share' }, share: { type: 'integer' } }),
  Part: oneOf('Amount', 'Share'),
  Counted: closed({ paid: { type: 'integer' } }),
  Divided: closed({ paid: oneOf('Amount', 'Share') }),
  Cost: oneOf('Counted', 'Divided'),
  CountedOrPart: oneOf('Counted', 'Part'),
};
const contract = new Schemas({ components: { schemas } } as unknown as OpenApiDocument);
const told = (schema: keyof typeof schemas, value: unknown) =>
  breaches(contract.at(`#/components/schemas/${schema}`), value, contract).map(({ pointer, rule }) => `${pointer} ${rule}`);

describe('where a value fits none of several schemas', () => {
  it('what the nearest has against it is told, and nothing of a choice that another has within', () => {
    expect(told('Cost', { paid: { kind: 'amount', amount: 'much' } })).toEqual(['/paid type']);
  });

  it('the outer choice is told of two in one place', () => {
    expect(told('CountedOrPart', { paid: 'much' })).toEqual(['/paid type']);
  });
});
