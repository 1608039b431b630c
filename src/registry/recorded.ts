import type { Recorded as RecordedInLog } from '../eventstore/port.ts';

/** An event as the log has it, for those who may not reach into its room. */
export type Recorded = RecordedInLog;
