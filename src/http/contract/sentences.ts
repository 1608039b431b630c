import type { ErrorObject } from './schemas.ts';

/** What is wrong with a value and what would be right, in words: those of the validator are for who writes schemas. */
export function sentence(error: ErrorObject): string {
  const { keyword, params, message = 'does not fit', schema } = error;
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return `must be ${[schema].flat().map((type) => TYPES[type as string] ?? String(type)).join(' or ')}${unitOf(error)}`; // prettier-ignore
    case 'enum':
      return `must be one of ${(schema as unknown[]).join(', ')}`;
    case 'const':
      return `must be ${String(schema)}`;
    case 'format':
      return FORMATS[String(params['format'])] ?? message;
    case 'pattern':
      return described(error);
    case 'minimum':
      return `must be ${limit} or more`;
    case 'maximum':
      return `must be ${limit} or less`;
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have ${limit} characters or more`;
    case 'maxLength':
      return `must have ${limit} characters or fewer`;
    case 'minItems':
      return limit === '1' ? 'must not be empty' : `must have ${limit} items or more`;
    case 'maxItems':
      return `must have ${limit} items or fewer`;
    case 'uniqueItems':
      return `must not have the same item twice (${String(params['i'])} and ${String(params['j'])}, counted from 0)`;
    default:
      return message;
  }
}

/** The contract's own words for what would be right, where it has them beside the rule. */
export function described({ parentSchema, message = 'does not fit' }: ErrorObject): string {
  const words: unknown = parentSchema?.['description'];
  return typeof words === 'string' ? `is not what it must be: ${words}` : message;
}

/**
 * Of what there are to be whole numbers, where a fraction was given: øre and not kroner, months and not years. Where it was a text,
 * which ones: a number with more digits than are exact is kept as one.
 */
function unitOf({ data, schema, parentSchema }: ErrorObject): string {
  if (schema !== 'integer') return '';
  const { description: words, minimum, maximum } = (parentSchema ?? {}) as { description?: string; minimum?: number; maximum?: number };
  if (typeof data === 'string' && minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return typeof data === 'number' && words !== undefined ? `: ${words}` : '';
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
};

const FORMATS: Readonly<Record<string, string>> = {
  'civil-date': 'must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31',
  'organisation-number': 'must be an organisation number: nine digits, the last a modulus 11 check digit',
  'readable-text':
    'must be text that can be read: something to see, no control characters but line breaks, nothing that turns its direction',
  'date-time': 'must be an RFC 3339 instant with a zone',
  uuid: 'must be a UUID',
};
