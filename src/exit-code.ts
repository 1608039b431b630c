import { EXIT, type ExitCode, UsageError } from './cli/exit.ts';
import { ConfigurationError } from './config.ts';
import { StoreError } from './eventstore/errors.ts';
import { ReadModelStopped } from './projections/follower.ts';
import { RegisterDiverged } from './registry/register-diverged.ts';
import { NotFoldedYet } from './registry/registry.ts';

/** What the log has, or has not yet, and no command can mend. */
const ofTheStore = [RegisterDiverged, ReadModelStopped, NotFoldedYet];

/** What a fault ends a command with. Of those that have a code of their own, the message says it all. */
export function exitCodeOf(fault: unknown): ExitCode {
  if (fault instanceof UsageError || fault instanceof ConfigurationError) return EXIT.usage;
  if (fault instanceof StoreError) return fault.code === 'broken-export' ? EXIT.findings : EXIT.store;
  return ofTheStore.some((kind) => fault instanceof kind) || isRefusalOfTheSystem(fault) ? EXIT.store : EXIT.unforeseen;
}

/** A folder that may not be made, a disk that is full, a pipe that nobody reads any more. */
const isRefusalOfTheSystem = (fault: unknown): boolean => fault instanceof Error && 'syscall' in fault;
