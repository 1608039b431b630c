import { z } from 'zod';

/** Nine digits, the last a modulus 11 check digit (Register of Business Enterprises, weights 3 2 7 6 5 4 3 2). */
export type OrganisationNumber = string & { readonly __brand: 'OrganisationNumber' };

const weights = [3, 2, 7, 6, 5, 4, 3, 2];

export function isOrganisationNumber(text: string): text is OrganisationNumber {
  if (!/^\d{9}$/.test(text)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  const check = (11 - (sum % 11)) % 11; // 10 has no digit: such numbers are never given out
  return check === Number(text[8]);
}

export const organisationNumber = z.custom<OrganisationNumber>(
  (value) => typeof value === 'string' && isOrganisationNumber(value),
  'not an organisation number',
);
