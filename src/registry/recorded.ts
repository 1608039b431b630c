/** An event as the log has it, and what the log tells of a commit, for the rooms that do not know the log. */
export type { Commit, Recorded } from '../eventstore/port.ts';
