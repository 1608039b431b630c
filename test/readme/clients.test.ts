import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../cli/process.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

const { components } = JSON.parse(readFileSync(join(root, 'openapi/openapi.json'), 'utf8')) as {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** Every schema, with what stands within it. */
const within = (node: unknown): Schema[] =>
  typeof node !== 'object' || node === null ? [] : [node, ...Object.values(node).flatMap(within)];

const isObjectOrNull = ({ oneOf, anyOf }: Schema): boolean => {
  const choices = oneOf ?? anyOf ?? [];
  return choices.some(({ type }) => type === 'null') && choices.some(({ $ref }) => $ref !== undefined);
};

describe('docs/clients.md', () => {
  it('lists for Kiota every object that may be null', () => {
    const document = readFileSync(join(root, 'docs/clients.md'), 'utf8');
    const [, listed = ''] = /Objects that may be null \(([^)]*)\)/.exec(document) ?? [];
    const members = within(components.schemas)
      .flatMap(({ properties = {} }) => Object.entries(properties))
      .filter(([, schema]) => isObjectOrNull(schema))
      .map(([name]) => name);
    expect([...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual([...new Set(members)].sort());
  });
});
