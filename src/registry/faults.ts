import { StoreError } from '../eventstore/errors.ts';

/** A fault of the log, for those who may not reach into its room. */
export type StoreFault = StoreError;

export const isStoreFault = (fault: unknown): fault is StoreFault => fault instanceof StoreError;
