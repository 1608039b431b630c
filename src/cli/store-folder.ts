import { readConfig } from '../config.ts';
import { UsageError } from './exit.ts';

/** The folder of the embedded store, for what is about its file. @throws UsageError where the log is in an EventStoreDB, ConfigurationError */
export function storeFolder(command: string): string {
  const { EVENT_STORE, DATA_DIR } = readConfig(process.env);
  if (EVENT_STORE === 'sqlite') return DATA_DIR;
  throw new UsageError(`${command} is for the embedded store; an EventStoreDB has its own (export and import log move a log between both)`);
}
