/** Whether a signal is aborted by now. A function, because the compiler takes `signal.aborted` for unchanged after its first look, across yields too. */
export const aborted = (signal: AbortSignal): boolean => signal.aborted;
