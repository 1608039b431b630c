import { describe, expect, it } from '@jest/globals';
import { ask } from '../cli/process.ts';
import { type Node, operations } from '../http/contract.ts';
import { exampleServed } from './example.ts';

// What may be left out is left empty (src/http/documentation/swagger/tried-out.ts).
const filledIn = (node: Node): string => {
  const [named] = Object.values((node['examples'] ?? {}) as Record<string, Node>);
  return encodeURIComponent(String(node['example'] ?? named?.['value']));
};

/** Whose path has what every service gives anew. */
const GIVEN_ANEW = '{eventId}';

describe('a read tried out on the example, as the documentation fills it in, finds something:', () => {
  const url = exampleServed();
  const reads = operations.filter(({ method, template }) => method === 'GET' && template.includes('{') && !template.includes(GIVEN_ANEW));

  it.each(reads.map((operation) => [operation.id, operation] as const))('%s', async (_, { template, parameters }) => {
    const required = parameters.filter(({ node }) => node['required'] === true);
    const path = template.replace(/\{(\w+)\}/g, (_part, name: string) => filledIn(required.find((one) => one.name === name)?.node ?? {}));
    const query = required.filter((one) => one.in === 'query').map(({ name, node }) => `${name}=${filledIn(node)}`);
    expect(await ask(`${url()}${path}?${query.join('&')}`)).toMatchObject({ status: 200 });
  });
});
