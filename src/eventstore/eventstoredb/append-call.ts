import { randomUUID } from 'node:crypto';
import { convertToCommandError, type EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type AppendAnswer, appendAnswerOf, type Written } from './append-answer.ts';
import { appendRequest, type Proposal } from './append-request.ts';
import type { CallOptions } from './connection.ts';
import { BrokenOff, meaningOf, reasonOf } from './faults.ts';
import { type Arguments, type Inside, insideOf } from './inside.ts';
import { within } from './waiting.ts';

const { path } = StreamsService.batchAppend;

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
  readonly #calls = new Map<StreamsClient, Call>();

  /** @param patience for an answer, in milliseconds */
  constructor(client: EventStoreDBClient, options: () => CallOptions, patience: number) {
    this.#inside = insideOf(client);
    this.#options = options;
    this.#patience = patience;
  }

  /** A single try. @throws the client's error; BrokenOff, NoAnswer where it may have been written or not */
  async append(proposal: Proposal): Promise<Written> {
    const client = await this.#inside.getGRPCClient(StreamsClient, 'append');
    const { stream, waiting } = this.#calls.get(client) ?? this.#begin(client);
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
    for (const { stream } of this.#calls.values()) stream.cancel();
  }

  #begin(client: StreamsClient): Call {
    const stream = begin(client, this.#inside.callArguments(this.#options(), { deadline: Infinity }));
    const call: Call = { stream, waiting: new Map() };
    const end = (error: Error) => {
      if (this.#calls.get(client) === call) this.#calls.delete(client);
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
    this.#calls.set(client, call);
    return call;
  }
}

/** Nobody waits for it any more where it comes too late. */
function settle(waiting: Waiting, { correlationId, outcome }: AppendAnswer): void {
  const asked = waiting.get(correlationId);
  if (typeof outcome === 'function') asked?.reject(outcome(asked.streamId));
  else asked?.resolve(outcome);
}
