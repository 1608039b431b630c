import { describe, expect, it } from '@jest/globals';
import { VALUE_LIMIT } from '../../src/http/dispatch/shape.ts';
import { contract, type Node, nodesOf, resolved } from './contract.ts';

const most = (schemas: unknown): number => Math.max(0, ...((schemas ?? []) as unknown[]).map(valuesAtMost));

/** How many values a schema takes, lists and objects counted too; infinitely many where a list is not bounded. */
function valuesAtMost(schema: unknown): number {
  const { items, maxItems = Infinity, properties, oneOf, anyOf, allOf = [] } = resolved(schema);
  const inList = items === undefined ? 0 : Number(maxItems) * valuesAtMost(items);
  const inObject = nodesOf(properties).reduce((sum, [, one]) => sum + valuesAtMost(one), 0);
  const inAll = (allOf as unknown[]).reduce<number>((sum, one) => sum + valuesAtMost(one), 0);
  return Math.max(1 + inList + inObject, most(oneOf), most(anyOf), inAll);
}

const bodies = nodesOf(contract['paths']).flatMap(([path, methods]) =>
  nodesOf(methods).flatMap(([method, { requestBody }]): [operation: string, schema: unknown][] => {
    if (requestBody === undefined) return [];
    const { 'application/json': json } = resolved(requestBody)['content'] as Record<string, Node>;
    return [[`${method} ${path}`, json?.['schema']]];
  }),
);

describe('the bound on the values of a body', () => {
  it.each(bodies)('is far above the largest that the contract takes: %s', (_operation, schema) => {
    expect(valuesAtMost(schema)).toBeGreaterThan(1);
    expect(valuesAtMost(schema) * 3).toBeLessThan(VALUE_LIMIT);
  });
});
