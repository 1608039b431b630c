import Negotiator from 'negotiator';
import { type Language, LANGUAGES } from '../../domain/language.ts';

/** A text in the languages of the registry: what the contract calls x-titles and x-labels. */
export type InLanguages = Readonly<Record<Language, string>>;

/** The language asked for: by `lang`, else by what Accept-Language prefers (`no` is bokmål), else bokmål. */
export function languageOf(lang: Language | undefined, acceptLanguage: string | undefined): Language {
  if (lang !== undefined) return lang;
  const [preferred] = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages([...LANGUAGES, 'no']);
  return LANGUAGES.find((one) => one === preferred) ?? 'nb';
}
