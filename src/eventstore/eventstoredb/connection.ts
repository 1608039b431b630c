import { convertToCommandError, EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { StoreError } from '../errors.ts';
import type { Credentials } from './address.ts';
import { answerOf } from './answer.ts';
import { Appends } from './append-call.ts';
import { isDistrusted, type Meaning, meaningOf, reasonOf } from './faults.ts';
import { type Arguments, insideOf, mendInPeace } from './inside.ts';
import { refused, requireSupported } from './refusal.ts';
import { type Timing, waitBefore } from './timing.ts';
import { pause, within } from './waiting.ts';

export interface Target {
  /** Without credentials. */
  readonly url: string;
  /** Asked anew when the server has refused them, so that new ones need no restart. */
  readonly credentials: () => Credentials | null;
}

/** How often something is tried. */
export interface Patience {
  /** How long, in milliseconds. */
  readonly patience: number;
  /** Told why it is tried again. */
  readonly waiting: (reason: string) => void;
}

export interface Opening extends Patience {
  /** What the names of our streams begin with: what others have written is not kept. */
  readonly prefix: string;
  readonly timing: Timing;
}

/** What every call carries. */
export interface CallOptions {
  readonly credentials: Credentials;
  /** Followers forward writes, but what they read may be old. */
  readonly requiresLeader: true;
}

const { path, requestSerialize } = StreamsService.read;

/** Begins a call that is read from: the client's `read`, but for how it makes out the answers. */
const read = (client: StreamsClient, request: streams.ReadReq, [metadata, options]: Arguments, prefix: string) =>
  client.makeServerStreamRequest(path, requestSerialize, (bytes: Buffer) => answerOf(bytes, prefix), request, metadata, options);

export type Reading = ReturnType<typeof read>;

/** Given where there are none: see `options`. An insecure connection drops them. */
const NOBODY: Credentials = { username: 'nobody', password: 'none' };

/** The one client of this process, and what is done alike around its calls. */
export class Connection {
  readonly client: EventStoreDBClient;
  readonly timing: Timing;
  readonly appends: Appends;
  readonly #target: Target;
  readonly #prefix: string;
  readonly #patience: Patience;
  readonly #end = new AbortController();
  #credentials: Credentials;
  /** Why they could not be read the last time; null where they could. */
  #unreadable: string | null = null;

  private constructor(client: EventStoreDBClient, target: Target, credentials: Credentials, { timing, prefix }: Opening) {
    this.client = client;
    this.timing = timing;
    this.#target = target;
    this.#prefix = prefix;
    this.#patience = { patience: timing.patience, waiting: () => undefined };
    this.#credentials = credentials;
    this.appends = new Appends(client, () => this.options, timing.call);
  }

  /**
   * Connects. A client that has not proved itself is replaced: it keeps the answer to its question what the server supports, also where
   * that was an error, and would fail for ever. Later it mends its own channel.
   * @throws StoreError `unavailable`: unreachable, distrusted, refused or too old
   */
  static async open(target: Target, opening: Opening): Promise<Connection> {
    const { timing, patience, waiting } = opening;
    const given = AbortSignal.timeout(patience);
    const credentials = target.credentials() ?? NOBODY; // before anything is waited for: it may be that there are none
    for (let repetition = 1; ; repetition += 1) {
      const client = EventStoreDBClient.connectionString(target.url);
      mendInPeace(client);
      try {
        requireSupported((await within(timing.call, insideOf(client).capabilities)).serverVersion);
        return new Connection(client, target, credentials, opening);
      } catch (error) {
        await client.dispose();
        if (error instanceof StoreError) throw error;
        const known = convertToCommandError(error as Error); // the client gives this answer as gRPC does
        if (meaningOf(known) === 'denied' || isDistrusted(known) || given.aborted) throw refused(known, target.url, null);
        waiting(reasonOf(known));
        await pause(waitBefore(repetition, timing), given);
      }
    }
  }

  /** With credentials, also where there are none: without, the client appends over a call that all share (append-call.ts says what is wrong with it). */
  get options(): CallOptions {
    return { credentials: this.#credentials, requiresLeader: true };
  }

  /**
   * Begins to read, or to follow. The client's own reads print and parse what we parse again, and have more faults than a call by itself.
   * @param left aborts when its reader wants no more
   */
  async read(request: streams.ReadReq, left: AbortSignal): Promise<Reading> {
    const inside = insideOf(this.client);
    const open = (client: StreamsClient): Reading =>
      read(client, request, inside.callArguments(this.options, { deadline: Infinity }), this.#prefix);
    const call = await inside.GRPCStreamCreator(StreamsClient, 'read', open)();
    if (left.aborted) call.cancel();
    else left.addEventListener('abort', () => { call.cancel(); }); // prettier-ignore
    return call;
  }

  /** Aborted when the connection is closed. */
  get end(): AbortSignal {
    return this.#end.signal;
  }

  /**
   * Does what may be done twice (a read) again and again, while the cluster has no leader or the network is away: as long as a call may
   * take, or as it is said.
   * @throws StoreError `unavailable`; the client's error where it says something of the stream
   */
  async persist<Result>(read: () => Promise<Result>, { patience, waiting }: Patience = this.#patience): Promise<Result> {
    const given = AbortSignal.timeout(patience);
    for (let repetition = 1; ; repetition += 1) {
      try {
        return await read();
      } catch (error) {
        const meaning = this.mind(error);
        if (meaning === 'denied') throw this.refusal(error);
        if (meaning !== 'not-sent' && meaning !== 'unsure') throw error;
        if (given.aborted || this.end.aborted) throw this.refusal(error);
        waiting(reasonOf(error));
        await pause(waitBefore(repetition, this.timing), AbortSignal.any([given, this.end]));
      }
    }
  }

  /** What an error means. After a refusal the next call has the credentials as they are then. */
  mind(error: unknown): Meaning | undefined {
    const meaning = meaningOf(error);
    if (meaning === 'denied') this.#askAgain();
    return meaning;
  }

  /** Those that cannot be read now, as a file that is being written, are those of before; the next refusal has them read again. */
  #askAgain(): void {
    try {
      this.#credentials = this.#target.credentials() ?? NOBODY;
      this.#unreadable = null;
    } catch (error) {
      this.#unreadable = (error as Error).message;
    }
  }

  refusal(error: unknown): StoreError {
    return refused(error, this.#target.url, this.#unreadable);
  }

  /** Ends its calls; the process can end then. A second time does nothing. */
  async close(): Promise<void> {
    this.#end.abort(new StoreError('unavailable', { reason: 'the store is closed' }));
    this.appends.close();
    await this.client.dispose();
  }
}
