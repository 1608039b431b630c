import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { z } from 'zod';
import { StoreError } from '../errors.ts';
import type { Connection, Patience } from './connection.ts';
import { meaningOf, NoAnswer } from './faults.ts';
import { jsonIn } from './found.ts';
import type { Naming } from './naming.ts';
import { readOne } from './pages.ts';
import { within } from './waiting.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the first event of a stream of the engine's own says. */
export interface Said<Data extends Json> {
  readonly stream: string;
  readonly type: string;
  readonly data: z.ZodType<Data>;
}

/**
 * What the first event of a stream says, for good: the process that comes first proposes it, however many come at once.
 * @throws StoreError `unavailable`, `corrupt`, `stream-gone`
 */
export async function firstEvent<Data extends Json>(
  { connection, naming }: { readonly connection: Connection; readonly naming: Naming },
  said: Said<Data>,
  propose: () => Data,
  patience?: Patience,
): Promise<Data> {
  const streamId = naming.onServer(said.stream);
  return connection.persist(async () => {
    const standing = await read(connection, streamId, said);
    if (standing !== undefined) return standing;
    await write(connection, streamId, said.type, propose());
    const written = await read(connection, streamId, said);
    // A new leader counts what it has not shown to anybody yet.
    if (written === undefined) throw new NoAnswer(`${said.stream} shows no event, though it has one`);
    return written;
  }, patience);
}

async function write({ client, options, timing }: Connection, streamId: string, type: string, data: Json): Promise<void> {
  try {
    await within(timing.call, client.appendToStream(streamId, jsonEvent({ type, data }), { ...options, expectedRevision: NO_STREAM }));
  } catch (error) {
    if (meaningOf(error) !== 'conflict') throw error;
  }
}

async function read<Data extends Json>(
  connection: Connection,
  streamId: string,
  { stream, type, data }: Said<Data>,
): Promise<Data | undefined> {
  try {
    const [first] = await readOne(connection, streamId, 0, 1);
    if (first === undefined) return undefined;
    const parsed = data.safeParse(jsonIn(first));
    if (first.type === type && parsed.success) return parsed.data;
    throw new StoreError('corrupt', { reason: `${stream} begins with event ${first.id}, which is no ${type}: somebody else wrote it` });
  } catch (error) {
    if (meaningOf(error) === 'gone') throw new StoreError('stream-gone', { stream }, { cause: error });
    throw error;
  }
}
