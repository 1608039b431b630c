/** Whether the long forms run, `FAULTS=long`: what docs/reliability.md has the figures of. Short forms run with every `npm test`. */
export const isLong = process.env['FAULTS'] === 'long';

/** How many rounds: many in the long form, few in the short one. */
export const rounds = (few: number, many: number): number => (isLong ? many : few);

/** Writes what a long form has seen, for the document. */
export function tell(what: string, figures: object): void {
  if (isLong) process.stderr.write(`${what}: ${JSON.stringify(figures)}\n`);
}
