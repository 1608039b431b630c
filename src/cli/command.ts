import type { ParseArgsOptionsConfig } from 'node:util';
import type { ExitCode } from './exit.ts';

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** One command of the CLI. */
export interface CliCommand {
  /** A line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  run(positionals: readonly string[], values: Values): Promise<ExitCode>;
}
