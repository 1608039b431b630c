/** A number of things as a person reads it: `1 row`, `2 rows`. */
export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
