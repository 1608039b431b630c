import { isStoreError } from '../errors.ts';
import type { Recorded } from '../port.ts';
import { recordedOf, type Row } from './rows.ts';

/** The event of a row; undefined for what does not decode, of which whoever reads it whole is told. */
export function decodable(row: Row): Recorded | undefined {
  try {
    return recordedOf(row);
  } catch (error) {
    if (isStoreError(error, 'corrupt')) return undefined;
    throw error;
  }
}
