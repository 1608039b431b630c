import { randomBytes } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { parseAddress } from '../../src/eventstore/eventstoredb/address.ts';
import { type EventStoreDbStore, openEventStoreDb } from '../../src/eventstore/eventstoredb/store.ts';

/** Where the server is that is measured. @throws Error without EVENTSTORE_TEST_URL */
export function serverUrl(): string {
  const url = process.env['EVENTSTORE_TEST_URL'];
  if (url === undefined || url === '') throw new Error('EVENTSTORE_TEST_URL must say where an EventStoreDB is that may be written to');
  return url;
}

/** What the streams of one log begin with, so that every run has a log of its own on the server. */
export const newPrefix = (): string => `nsr-bench-${randomBytes(4).toString('hex')}.`;

/** The registry's log, as the service opens it. */
export function openLog(prefix: string): Promise<EventStoreDbStore> {
  const { url, credentials } = parseAddress(serverUrl());
  return openEventStoreDb({ url, credentials: () => credentials, prefix });
}

/** The vendor's client, with nothing around it: as its documentation has it. */
export const bareClient = (): EventStoreDBClient => EventStoreDBClient.connectionString(serverUrl());
