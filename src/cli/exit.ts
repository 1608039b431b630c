/**
 * What a command ends with. A fault that nobody foresaw has the code that sysexits.h keeps for that (EX_SOFTWARE): Node's own, 1, would say
 * that rows are bad and nothing was recorded, or that there are findings.
 */
export const EXIT = { done: 0, findings: 1, usage: 2, store: 3, unforeseen: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was called wrongly; the message says how it is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
