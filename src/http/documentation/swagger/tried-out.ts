import type { OpenApiDocument } from '../../contract/document.ts';

type Value = string | number | boolean | readonly string[];

interface Parameter {
  readonly required?: boolean;
  readonly description: string;
  readonly example?: Value;
  readonly examples?: Readonly<Record<string, { readonly value: Value }>>;
}

/**
 * The contract as Swagger UI is given it. It fills a parameter in with its example, and sends that unless somebody empties the field: a
 * request tried out as it stands would ask for a position of another log (410), and build on another revision (412). The examples of what
 * may be left out are therefore told in words.
 */
export function forTryingOut(document: OpenApiDocument): OpenApiDocument {
  const parameters = Object.entries(document.components?.parameters ?? {}) as [string, Parameter][];
  const told = parameters.map(([name, parameter]) => [name, parameter.required === true ? parameter : inWords(parameter)]);
  return { ...document, components: { ...document.components, parameters: Object.fromEntries(told) as Record<string, unknown> } };
}

function inWords({ example, examples = {}, ...parameter }: Parameter): Parameter {
  const values = [example, ...Object.values(examples).map(({ value }) => value)].filter((value) => value !== undefined);
  // A list is told as it stands in an address: with commas.
  const told = values.map((value) => `\`${String(value)}\``).join(' or ');
  return { ...parameter, description: `${parameter.description} For example ${told}.` };
}
