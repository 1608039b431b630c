import { accessSync, constants, statSync } from 'node:fs';
import { UsageError } from './exit.ts';

/** @throws UsageError where a command that takes no arguments was given any */
export function requireNone(command: string, positionals: readonly string[]): void {
  if (positionals.length > 0) throw new UsageError(`${command} takes no arguments, not ${positionals.join(' ')}; see --help`);
}

/** The one file that a command takes. @throws UsageError where it was not given or has no name, or more were given */
export function oneFile(command: string, [file, ...more]: readonly string[]): string {
  if (file === undefined || file === '' || more.length > 0) throw new UsageError(`${command} takes one file; see --help`);
  return file;
}

/** The same of a file that is there, and is read more than once. @throws UsageError also where it cannot be */
export function oneFileToRead(command: string, positionals: readonly string[]): string {
  const file = oneFile(command, positionals);
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
  if (!statSync(file).isFile()) throw new UsageError(`${file} is no file that can be read from its beginning again`);
  return file;
}
