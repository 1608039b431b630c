import { z } from 'zod';
import { fourDigitsAt } from '../digits.ts';

/** Four digits; a number is re-used, so a municipality is a number with its validity. */
export type MunicipalityNumber = string & { readonly __brand: 'MunicipalityNumber' };
export const isMunicipalityNumber = (text: string): text is MunicipalityNumber => /^\d{4}$/.test(text);
export const municipalityNumber = z.custom<MunicipalityNumber>(
  (value) => typeof value === 'string' && isMunicipalityNumber(value),
  'not a municipality number',
);

/** Its four digits as a number, for columns: 301 for 0301. */
export const digitsOf = (number: string): number => fourDigitsAt(number, 0);

export const numberOfDigits = (digits: number): MunicipalityNumber => String(digits).padStart(4, '0') as MunicipalityNumber;

/** Two digits. */
export type CountyNumber = string & { readonly __brand: 'CountyNumber' };
export const isCountyNumber = (text: string): text is CountyNumber => /^\d{2}$/.test(text);
export const countyNumber = z.custom<CountyNumber>((value) => typeof value === 'string' && isCountyNumber(value), 'not a county number');
