/**
 * Text as it is searched in: without case and without diacritics, but in the Norwegian way. Å, æ and ø are letters of their own (`å` is
 * not `a`), ä and ö are how neighbours write æ and ø, and é is e. Sámi letters with a stroke or a hook are found by the letter below it.
 */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/a\u030a/g, 'å')
    .replace(/a\u0308/g, 'æ')
    .replace(/o\u0308/g, 'ø')
    .replace(/\p{M}+/gu, '')
    .replace(/[đŋŧ]/g, (letter) => STROKED[letter] ?? letter);

const STROKED: Readonly<Record<string, string>> = { đ: 'd', ŋ: 'n', ŧ: 't' };

/** The words of a text, folded; what is neither letter nor digit separates them. */
export const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Several texts prepared for `hasWords`: their words, each behind a space. */
export const searchable = (texts: readonly (string | null)[]): string => ` ${texts.flatMap((text) => wordsOf(text ?? '')).join(' ')}`;

/** Whether every one of these words begins some word of the texts. @param prepared by `searchable`. @param words by `wordsOf` */
export const hasWords = (prepared: string, words: readonly string[]): boolean => words.every((word) => prepared.includes(` ${word}`));
