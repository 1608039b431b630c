/*
 * Numbers and dates of every event pass here when the log is read: a slice and Number() would take several times as long. What is no digit
 * gives any number.
 */
const digitAt = (text: string, at: number): number => text.charCodeAt(at) - 48;

/** The number that two digits of a text stand for. */
export const twoDigitsAt = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1);

/** The number that four digits of a text stand for. */
export const fourDigitsAt = (text: string, at: number): number => twoDigitsAt(text, at) * 100 + twoDigitsAt(text, at + 2);
