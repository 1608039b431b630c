import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { said } from '../said.ts';

interface Event {
  readonly type: string;
  readonly data: object;
}

interface Connection {
  command(sql: string): Promise<unknown>;
  querySingle(sql: string): Promise<Readonly<Record<string, unknown>> | null>;
  close(): void;
}

/** What is used here of @event-driven-io/emmett and emmett-sqlite, whose types are not there before they are installed. */
interface Store {
  appendToStream(stream: string, events: readonly Event[], options?: object): Promise<unknown>;
}
type Handle<State> = (store: Store, stream: string, decide: (state: State) => Event) => Promise<unknown>;
interface Emmett {
  readonly CommandHandler: (options: { evolve: (state: number, event: Event) => number; initialState: () => number }) => Handle<number>;
}
interface EmmettSqlite {
  readonly sqliteConnection: (options: { fileName: string }) => Connection;
  readonly getSQLiteEventStore: (options: object) => Store & { schema: { migrate(): Promise<void> } };
}

const PEERS = new URL('../peers/', import.meta.url).pathname;

/** Installs what the registry is measured against, as its lock has it; sqlite3 is compiled where there is no binary of it for the machine. */
function install(): NodeJS.Require {
  const require = createRequire(join(PEERS, 'package.json'));
  try {
    require('sqlite3');
  } catch {
    said('installing and compiling the peers: some minutes, the first time only');
    execFileSync('npm', ['ci'], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return require;
}

export interface Peer {
  append(stream: string, event: Event): Promise<unknown>;
  /** Loads the stream, decides from its events, appends at the version that was decided from. */
  decide(stream: string, event: Event): Promise<unknown>;
  close(): void;
}

/**
 * Emmett on SQLite: WAL as it sets it, and synchronous=FULL said, so that both sides are as durable. One connection and one thing after
 * another: its transactions are statements on one connection, and those of two would mix.
 */
export async function openEmmett(folder: string): Promise<Peer> {
  const require = install();
  const { CommandHandler } = require('@event-driven-io/emmett') as Emmett;
  const { sqliteConnection, getSQLiteEventStore } = require('@event-driven-io/emmett-sqlite') as EmmettSqlite;
  const fileName = join(folder, 'emmett.db');
  const connection = sqliteConnection({ fileName });
  await connection.command('PRAGMA synchronous = FULL');
  const is = [await connection.querySingle('PRAGMA journal_mode'), await connection.querySingle('PRAGMA synchronous')];
  if (JSON.stringify(is) !== '[{"journal_mode":"wal"},{"synchronous":2}]')
    throw new Error(`not as durable as we are: ${JSON.stringify(is)}`);
  const store = getSQLiteEventStore({ fileName, connectionOptions: { singleton: true, connection } });
  await store.schema.migrate();

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<unknown>): Promise<unknown> => (last = last.then(work));
  const handle = CommandHandler({ evolve: (count) => count + 1, initialState: () => 0 });
  return {
    append: (stream, event) => inTurn(() => store.appendToStream(stream, [event])),
    decide: (stream, event) => inTurn(() => handle(store, stream, (count) => ({ ...event, data: { ...event.data, count } }))),
    close: () => { connection.close(); }, // prettier-ignore
  };
}
