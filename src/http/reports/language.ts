import Negotiator from 'negotiator';

export const LANGUAGES = ['nb', 'nn', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in the languages of the registry: what the contract calls x-titles and x-labels. */
export type InLanguages = Readonly<Record<Language, string>>;

/** The language asked for: by `lang`, else by what Accept-Language prefers (`no` is bokmål), else bokmål. */
export function languageOf(lang: Language | undefined, acceptLanguage: string | undefined): Language {
  if (lang !== undefined) return lang;
  const [preferred] = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages([...LANGUAGES, 'no']);
  return LANGUAGES.find((one) => one === preferred) ?? 'nb';
}

/** A name in a language; in bokmål where it has none. */
export const named = (names: { readonly nb: string; readonly nn: string | null; readonly en: string | null }, language: Language): string =>
  names[language] ?? names.nb;
