/** Of what somebody wrote, so many characters are told. */
const MOST = 60;

/** What somebody wrote, as it is told on a terminal: not all of what is long, and nothing that a terminal takes for an order. */
export function quoted(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  return `«${shown.replaceAll(/\p{C}/gu, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)}»`;
}
