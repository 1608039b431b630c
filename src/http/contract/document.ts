import { readFileSync } from 'node:fs';
import { escaped, membersOf } from './pointer.ts';

/** The parts of a bundled OpenAPI 3.1 document that the router reads. What else there is, is for people. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: { readonly parameters?: Readonly<Record<string, unknown>> };
}

type PathItem = Readonly<Record<string, unknown>>;

interface Reference {
  readonly $ref: string;
}

/** The bundled contract: what is served, what routes, and what the types are generated from. */
const CONTRACT_FILE = new URL('../../../openapi/openapi.json', import.meta.url);

export const readContract = (): OpenApiDocument => JSON.parse(readFileSync(CONTRACT_FILE, 'utf8')) as OpenApiDocument;

const isReference = (value: unknown): value is Reference => typeof value === 'object' && value !== null && '$ref' in value;

/** A node of the document with its own pointer, references followed. */
export interface Located {
  readonly value: Readonly<Record<string, unknown>>;
  readonly pointer: string;
}

/** Follows keys from a node of the document, and references on the way. @throws Error where there is nothing */
export const locate = (document: OpenApiDocument, from: string, ...keys: readonly string[]): Located =>
  keys.reduce((at, key) => followed(document, at.value[key], `${at.pointer}/${escaped(key)}`), resolve(document, from));

function resolve(document: OpenApiDocument, pointer: string): Located {
  const value = membersOf(pointer).reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
  return followed(document, value, pointer);
}

function followed(document: OpenApiDocument, value: unknown, pointer: string): Located {
  if (isReference(value)) return resolve(document, value.$ref);
  if (typeof value !== 'object' || value === null) throw new Error(`the contract has nothing at ${pointer}`);
  return { value: value as Located['value'], pointer };
}
