import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from 'openapi-typescript';

const root = join(import.meta.dirname, '..');
const BUNDLE = join(root, 'openapi/openapi.json');
export const TYPES = join(root, 'src/http/contract/contract.d.ts');

/** The types of the contract as handlers see it: a parameter with a default is always there, for the dispatcher puts it in. */
export async function contractTypes(): Promise<string> {
  const contract = JSON.parse(readFileSync(BUNDLE, 'utf8'), (_, one: unknown) =>
    hasDefault(one) ? { ...one, required: true } : one,
  ) as OpenAPI3;
  return COMMENT_HEADER + astToString(await openapiTS(contract, { immutable: true }));
}

function hasDefault(one: unknown): one is object {
  const { in: place, schema } = (one ?? {}) as { readonly in?: unknown; readonly schema?: object };
  return typeof place === 'string' && schema !== undefined && 'default' in schema;
}

// Node has import.meta.main since 24.2 only, and would write nothing before.
if (process.argv[1] === import.meta.filename) writeFileSync(TYPES, await contractTypes());
