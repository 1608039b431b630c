import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const root = join(import.meta.dirname, '..');
const BUNDLE = join(root, 'openapi/openapi.json');
export const TYPES = join(root, 'src/http/contract/contract.d.ts');

/** The types of the contract as handlers see it: a parameter with a default is always there, for the dispatcher puts it in. */
export async function contractTypes(): Promise<string> {
  const contract = JSON.parse(readFileSync(BUNDLE, 'utf8'), (_, one: unknown) =>
    hasDefault(one) ? { ...one, required: true } : one,
  ) as object;
  return COMMENT_HEADER + astToString(await openapiTS(contract as never, { immutable: true }));
}

function hasDefault(one: unknown): one is object {
  const { in: place, schema } = (one ?? {}) as { readonly in?: unknown; readonly schema?: object };
  return typeof place === 'string' && schema !== undefined && 'default' in schema;
}

if (import.meta.main) writeFileSync(TYPES, await contractTypes());
