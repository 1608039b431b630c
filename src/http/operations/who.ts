import { isOrganisationNumber, type OrganisationNumber } from '../../domain/organisation-number.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../domain/authority.ts';
import { Problem } from '../problems/problem.ts';

export interface Principal {
  readonly consumer: OrganisationNumber;
  readonly supplier: OrganisationNumber | null;
}

/**
 * Who acts, in development: the national supplier function, unless a header chooses another organisation.
 * @throws Problem consumer-not-accepted
 */
export function principal(headers: Readonly<Partial<Record<string, string>>>): Principal {
  return { consumer: chosen(headers, 'Registry-Consumer') ?? NATIONAL_SUPPLIER_FUNCTION, supplier: chosen(headers, 'Registry-Supplier') };
}

function chosen(headers: Readonly<Partial<Record<string, string>>>, name: string): OrganisationNumber | null {
  const value = headers[name];
  if (value === undefined) return null;
  const number = value.replace(/^0192:/, '');
  if (isOrganisationNumber(number)) return number;
  const message = `${name} must be 0192: and an organisation number (nine digits, modulus 11), not ${value}`;
  throw new Problem('consumer-not-accepted', message, {
    errors: [{ pointer: null, parameter: name, rule: 'organisation-number', message }],
  });
}
