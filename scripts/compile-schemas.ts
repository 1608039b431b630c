import type { OpenApiDocument } from '../src/http/contract/document.ts';
import { operationsOf } from '../src/http/contract/operations.ts';
import { Schemas } from '../src/http/contract/schemas.ts';

/**
 * Compiles all that the service may have to hold a request or an answer against. The service itself compiles a schema when it first needs it:
 * one with a keyword or a format that is not known would be found by whoever asks.
 * @returns how many there are
 * @throws UnsupportedContract, Error which names the keyword or the format
 */
export function compileSchemas(document: OpenApiDocument): number {
  const schemas = new Schemas(document);
  const pointers = operationsOf(document).flatMap(({ parameters, body, answers }) => [
    ...parameters.map(({ schema }) => schema.pointer),
    ...(body === null ? [] : [body.schema]),
    ...[...answers.values()].flatMap((content) => [...content.values()]),
  ]);
  for (const pointer of pointers) schemas.at(pointer);
  return pointers.length;
}
