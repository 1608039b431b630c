import type { Names } from './names.ts';

/** bokmål, nynorsk, English */
export const LANGUAGES = ['nb', 'nn', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A name in a language, in bokmål where nobody has given it. */
export const nameIn = (names: Names, language: Language): string => names[language] ?? names.nb;

const norwegian = new Intl.Collator('nb');

/** Names in the order of a Norwegian directory (æ, ø, å last), whatever language they are in. */
export const byName = (a: string, b: string): number => norwegian.compare(a, b);
