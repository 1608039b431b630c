/** A member of a JSON pointer (RFC 6901) as it is written there. */
export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The members that a JSON pointer leads through, the outermost first; none for the whole. */
export const membersOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
