import { isOrganisationNumber, type OrganisationNumber } from '../../domain/organisation-number.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../domain/authority.ts';
import { parameterProblem } from '../problems/problem.ts';
import type { Values } from './parameters.ts';

export interface Principal {
  readonly consumer: OrganisationNumber;
  readonly supplier: OrganisationNumber | null;
}

/**
 * Who acts, in development: the national supplier function, unless a header chooses another organisation.
 * @throws Problem consumer-not-accepted
 */
export function principal(headers: Values): Principal {
  return { consumer: chosen(headers, 'Registry-Consumer') ?? NATIONAL_SUPPLIER_FUNCTION, supplier: chosen(headers, 'Registry-Supplier') };
}

function chosen(headers: Values, name: string): OrganisationNumber | null {
  const value = headers[name];
  if (value === undefined) return null;
  const number = String(value).replace(/^0192:/, '');
  if (isOrganisationNumber(number)) return number;
  const message = `${name} must be 0192: and an organisation number (nine digits, modulus 11), not ${String(value)}`;
  throw parameterProblem('consumer-not-accepted', name, message, { rule: 'organisation-number' });
}
