import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, ConfigurationError } from './config.ts';
import { type Credentials, withAuthority } from './eventstore/eventstoredb/address.ts';
import type { EventStoreDbOptions } from './eventstore/eventstoredb/store.ts';
import type { EventStore } from './eventstore/port.ts';
import { openSqliteReader, type SqliteReader } from './eventstore/sqlite/reader.ts';
import { openSqliteStore, type SqliteOptions } from './eventstore/sqlite/store.ts';

type Place = Pick<Config, 'DATA_DIR' | 'EVENT_STORE' | 'EVENT_STORE_USER_FILE' | 'EVENT_STORE_PASSWORD_FILE' | 'EVENT_STORE_CA_FILE'>;

/** What an engine tells while it is open, and how long a server is waited for. */
export type Told = Pick<SqliteOptions, 'onFailure' | 'onCommit' | 'onMigration'> &
  Pick<EventStoreDbOptions, 'patience' | 'onWaiting' | 'onDropped'>;

/** Opens the log that the configuration names. @throws StoreError, ConfigurationError */
export async function openLog(config: Place, told: Told = {}): Promise<EventStore> {
  if (config.EVENT_STORE === 'sqlite') return openSqliteStore({ path: config.DATA_DIR, ...told });
  const { openEventStoreDb } = await import('./eventstore/eventstoredb/store.ts'); // whoever has a file would wait for gRPC
  const { url } = config.EVENT_STORE;
  return openEventStoreDb({
    url: config.EVENT_STORE_CA_FILE === null ? url : withAuthority(url, certified('EVENT_STORE_CA_FILE', config.EVENT_STORE_CA_FILE)),
    credentials: () => credentialsOf(config),
    ...told,
  });
}

/** A log beside those that write to it. */
export interface LogReader
  extends Pick<EventStore, 'engine' | 'settling' | 'logId' | 'head' | 'readAt' | 'readStored' | 'subscribe'>,
    Partial<Pick<SqliteReader, 'missing' | 'verifyFile'>> {
  close(): Promise<void> | void;
}

/** Opens the log that the configuration names for reading; a service may write to it meanwhile. @throws StoreError, ConfigurationError */
export async function openLogForReading(config: Place): Promise<LogReader> {
  return config.EVENT_STORE === 'sqlite' ? openSqliteReader({ path: config.DATA_DIR }) : openLog(config);
}

/** Where the log is, for a person; it names no user and no password. */
export const placeOf = ({ EVENT_STORE, DATA_DIR }: Place): string =>
  EVENT_STORE === 'sqlite' ? `SQLite in ${DATA_DIR}` : `EventStoreDB at ${EVENT_STORE.url}`;

/** Read whenever they are asked for, so that a new password needs no restart. */
function credentialsOf({ EVENT_STORE, EVENT_STORE_USER_FILE: user, EVENT_STORE_PASSWORD_FILE: password }: Place): Credentials | null {
  if (user === null || password === null) return EVENT_STORE === 'sqlite' ? null : EVENT_STORE.credentials;
  return { username: content('EVENT_STORE_USER_FILE', user), password: content('EVENT_STORE_PASSWORD_FILE', password) };
}

/** A file with one line; its line end is none of it. */
function content(setting: string, path: string): string {
  const text = read(setting, path).replace(/\r?\n$/, '');
  if (text === '') throw new ConfigurationError(`the configuration is wrong:\n  ${setting}: ${path} is empty`);
  return text;
}

/**
 * A file of certificates, each of which can be read: the client passes over one that cannot, and trusts whoever is left.
 * @returns its path, which the client wants
 */
function certified(setting: string, path: string): string {
  const certificates = read(setting, path).match(/-----BEGIN CERTIFICATE-----[^-]*(-----END CERTIFICATE-----)?/g);
  if (certificates === null)
    throw new ConfigurationError(`the configuration is wrong:\n  ${setting}: ${path} has no certificate (PEM) in it`);
  for (const [index, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      const which = `certificate ${index + 1} of ${certificates.length} in ${path}`;
      throw new ConfigurationError(`the configuration is wrong:\n  ${setting}: ${which} cannot be read: ${(error as Error).message}`);
    }
  }
  return path;
}

function read(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`the configuration is wrong:\n  ${setting}: ${path} cannot be read: ${(error as Error).message}`);
  }
}
