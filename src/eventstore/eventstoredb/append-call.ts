import { randomUUID } from 'node:crypto';
import { convertToCommandError, type EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type AppendAnswer, appendAnswerOf, type Written } from './append-answer.ts';
import { appendRequest, type Proposal } from './append-request.ts';
import type { CallOptions } from './connection.ts';
import { BrokenOff, meaningOf, NoConnection, reasonOf } from './faults.ts';
import { type Arguments, type Inside, insideOf } from './inside.ts';
import { within } from './waiting.ts';

const { path } = StreamsService.batchAppend;

const noConnection = (milliseconds: number): Error => new NoConnection(`no connection in ${milliseconds} ms`);

const begin = (client: StreamsClient, [metadata, options]: Arguments) =>
  client.makeBidiStreamRequest(path, (request: Buffer) => request, appendAnswerOf, metadata, options);

type Waiting = Map<string, { readonly streamId: string; resolve(written: Written): void; reject(error: Error): void }>;

/** A call to the server, and the appends that it has not answered yet. */
interface Call {
  readonly stream: ReturnType<typeof begin>;
  readonly waiting: Waiting;
}

/**
 * The one call that all appends of this process share, as the client's own do; but not its code for that: there, the end of any such
 * call rejects what waits for another, an answer that comes too late ends the process, and the time of day decides how long the server
 * may take. Here each call has those who wait for it, and an append its own time.
 */
export class Appends {
  readonly #inside: Inside;
  readonly #options: () => CallOptions;
  readonly #patience: number;
  /** By the client's connection: it has another one after a fault. */
  readonly #calls = new Map<StreamsClient, Promise<Call>>();

  /** @param patience for an answer, in milliseconds */
  constructor(client: EventStoreDBClient, options: () => CallOptions, patience: number) {
    this.#inside = insideOf(client);
    this.#options = options;
    this.#patience = patience;
  }

  /**
   * A single try.
   * @param requireSameLog before anything is sent by another call: the server may have been restored meanwhile
   * @throws the client's error; NoConnection; BrokenOff, NoAnswer where it may have been written or not; what `requireSameLog` throws
   */
  async append(proposal: Proposal, requireSameLog: () => Promise<void>): Promise<Written> {
    const { stream, waiting } = await this.#call(requireSameLog);
    const correlationId = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<Written>();
    waiting.set(correlationId, { streamId: proposal.streamId, resolve, reject });
    // Whether the buffer is full is not asked: what waits here is what callers wait for, and they are counted.
    stream.write(appendRequest(proposal, correlationId));
    try {
      return await within(this.#patience, promise);
    } finally {
      waiting.delete(correlationId);
    }
  }

  close(): void {
    for (const call of this.#calls.values()) call.then(({ stream }) => { stream.cancel(); }, () => undefined); // prettier-ignore
  }

  async #call(requireSameLog: () => Promise<void>): Promise<Call> {
    // In a cluster it looks for a leader, for minutes where no node says a word: the stamp would be old by then.
    const client = await within(this.#patience, this.#inside.getGRPCClient(StreamsClient, 'append'), noConnection);
    const standing = this.#calls.get(client);
    if (standing !== undefined) return standing;
    const forget = () => {
      if (this.#calls.get(client) === call) this.#calls.delete(client);
    };
    const call = requireSameLog().then(() => this.#begin(client, forget));
    this.#calls.set(client, call);
    call.catch(forget);
    return call;
  }

  #begin(client: StreamsClient, forget: () => void): Call {
    const stream = begin(client, this.#inside.callArguments(this.#options(), { deadline: Infinity }));
    const call: Call = { stream, waiting: new Map() };
    const end = (error: Error) => {
      forget();
      for (const one of call.waiting.values()) one.reject(meaningOf(error) === 'denied' ? error : new BrokenOff(reasonOf(error)));
    };
    stream.on('data', (answer: AppendAnswer) => { settle(call.waiting, answer); }); // prettier-ignore
    // It stays for good: an abort comes as an error, after the fact. The client mends its connection, for the next call.
    stream.on('error', (error: Error) => {
      end(convertToCommandError(error));
      void this.#inside.handleError(client, error);
    });
    stream.on('end', () => {
      end(new BrokenOff('the server ended the call of the appends'));
      stream.end();
    });
    return call;
  }
}

/** Nobody waits for it any more where it comes too late. */
function settle(waiting: Waiting, { correlationId, outcome }: AppendAnswer): void {
  const asked = waiting.get(correlationId);
  if (typeof outcome === 'function') asked?.reject(outcome(asked.streamId));
  else asked?.resolve(outcome);
}
