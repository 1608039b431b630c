import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  status,
  type sendUnaryData,
  type ServerDuplexStream,
} from '@grpc/grpc-js';
import { batchResponse } from './batch.ts';
import { type Entry, Journal, type Outcome } from './journal.ts';
import * as say from './messages.ts';

/** What a test may do in place of the server's usual answer. Doing nothing is to be silent. */
export interface AppendCall extends say.AppendRequest {
  /** Writes by the rules. */
  readonly write: () => Outcome;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (code: status, details?: string) => void;
  /** Ends the call well, with all that it has under way. */
  readonly end: () => void;
  /** Ends it, because the server at this port leads now. */
  readonly redirect: (port: number) => void;
}

export interface ReadCall extends say.ReadRequest {
  readonly answer: () => void;
  /** One of the events of an answer. */
  readonly send: (entry: Entry) => void;
  /** @param exception what the server names the fault by, where it has a name for it */
  readonly fail: (code: status, details?: string, exception?: string) => void;
}

export interface SubscribeCall extends say.ReadRequest {
  /** Hands over what there is after a position and then what comes; by default after the one asked for. */
  readonly follow: (after?: bigint) => void;
  readonly send: (entry: Entry) => void;
  readonly checkpoint: (position: bigint) => void;
  readonly fail: (code: status, details?: string) => void;
  /** Ends it well, as a server does that shuts down. */
  readonly end: () => void;
}

export interface FeaturesCall {
  readonly answer: (version?: string) => void;
  readonly fail: (code: status, details?: string) => void;
}

/** What is done to the next calls of each kind, one each; then all is as usual. */
export interface Faults {
  readonly append: ((call: AppendCall) => void)[];
  readonly read: ((call: ReadCall) => void)[];
  readonly subscribe: ((call: SubscribeCall) => void)[];
  readonly features: ((call: FeaturesCall) => void)[];
}

export interface FakeOptions {
  /** That of a server that was stopped: its events are still there. */
  readonly journal?: Journal;
  readonly port?: number;
  readonly version?: string;
  /** PEM; without, the connection is insecure. */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
  /** Who may use it, `user:password`; on an insecure connection nobody is asked. */
  readonly user?: string;
}

export interface FakeServer {
  readonly url: string;
  readonly port: number;
  readonly journal: Journal;
  readonly faults: Faults;
  /** The subscriptions that are open. */
  readonly subscriptions: ReadonlySet<SubscribeCall>;
  /** How many calls of each kind came in. */
  readonly calls: Readonly<Record<keyof Faults, number>>;
  /** Who may use it from now on. */
  admit(user: string): void;
  /** Cuts all connections, as a process that is killed. */
  stop(): void;
}

/** Starts an EventStoreDB in memory that speaks the client's protocol, as far as the adapter uses it. */
export async function startFakeServer(options: FakeOptions = {}): Promise<FakeServer> {
  const journal = options.journal ?? new Journal();
  const faults: Faults = { append: [], read: [], subscribe: [], features: [] };
  const calls = { append: 0, read: 0, subscribe: 0, features: 0 };
  const subscriptions = new Set<SubscribeCall>();
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  let admitted = options.user;

  const fail = (
    call: { emit(name: 'error', error: object): unknown },
    code: status,
    details = 'as the test wants it',
    exception?: string,
  ) => {
    const metadata = new Metadata();
    if (exception !== undefined) metadata.set('exception', exception);
    if (exception === 'stream-deleted') metadata.set('stream-name', 'a deleted stream');
    call.emit('error', { code, details, metadata });
  };
  const redirected = (call: Parameters<typeof fail>[0], leader: number) => {
    const metadata = new Metadata();
    for (const [name, value] of [['exception', 'not-leader'], ['leader-endpoint-host', '127.0.0.1'], ['leader-endpoint-port', String(leader)]] as const) metadata.set(name, value); // prettier-ignore
    call.emit('error', { code: status.NOT_FOUND, details: 'another leads', metadata });
  };
  const isAdmitted = (metadata: Metadata): boolean =>
    admitted === undefined || metadata.get('authorization')[0] === `Basic ${Buffer.from(admitted).toString('base64')}`;
  const denied = (call: Parameters<typeof fail>[0]) => fail(call, status.UNAUTHENTICATED, 'Unauthenticated', 'access-denied'); // prettier-ignore

  const appendCall = (
    request: say.AppendRequest,
    answer: AppendCall['answer'],
    failed: AppendCall['fail'],
  ): Omit<AppendCall, 'end' | 'redirect'> => ({
    ...request,
    write: () => journal.append(request.streamId, request.events, request.expected),
    answer,
    fail: failed,
  });
  const handleAppend = (call: AppendCall) => {
    calls.append += 1;
    const act = faults.append.shift() ?? (({ write, answer }: AppendCall) => answer(write())); // prettier-ignore
    act(call);
  };

  server.addService(StreamsService, {
    append(call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, callback: sendUnaryData<streams.AppendResp>) {
      if (!isAdmitted(call.metadata)) {
        denied({ emit: (_, error) => callback(error as Error) });
        return;
      }
      const parts: streams.AppendReq[] = [];
      call.on('data', (part: streams.AppendReq) => parts.push(part));
      call.on('end', () => {
        const emitter = { emit: (_: 'error', error: object) => callback(error as Error) };
        const request = say.appendRequest(
          parts[0]?.getOptions(),
          parts.flatMap((part) => part.getProposedMessage() ?? []),
        );
        const answer = (outcome: Outcome) => {
          if (outcome.kind === 'deleted') fail(emitter, status.FAILED_PRECONDITION, 'the stream was deleted', 'stream-deleted');
          else if (outcome.kind === 'timeout') fail(emitter, status.DEADLINE_EXCEEDED);
          else callback(null, say.appendResponse(outcome));
        };
        const failed: AppendCall['fail'] = (code, details) => fail(emitter, code, details);
        const redirect = (leader: number) => redirected(emitter, leader); // prettier-ignore
        handleAppend({ ...appendCall(request, answer, failed), end: () => failed(status.UNAVAILABLE), redirect }); // prettier-ignore
      });
    },

    batchAppend(call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) {
      if (!isAdmitted(call.metadata)) {
        denied(call);
        return;
      }
      const failed: AppendCall['fail'] = (code, details) => fail(call, code, details);
      call.on('data', (part: streams.BatchAppendReq) => {
        const request = say.appendRequest(part.getOptions(), part.getProposedMessagesList());
        const answer = (outcome: Outcome) => call.write(batchResponse(part, outcome));
        const deadline = part.getOptions()?.getDeadline()?.toDate().getTime() ?? Infinity; // by the client's clock, looked at by the server's
        if (deadline <= journal.now()) answer({ kind: 'timeout' });
        else handleAppend({ ...appendCall(request, answer, failed), end: () => call.end(), redirect: (leader) => redirected(call, leader) }); // prettier-ignore
      });
      call.on('end', () => call.end());
    },

    read(call: ServerWritableStream<streams.ReadReq, streams.ReadResp>) {
      if (!isAdmitted(call.metadata)) {
        denied(call);
        return;
      }
      const request = say.readRequest(call.request);
      if (request.count === null) {
        calls.subscribe += 1;
        const subscription = subscribeCall(call, request, (code, details) => fail(call, code, details));
        subscriptions.add(subscription);
        call.on('cancelled', () => subscriptions.delete(subscription));
        const begin = faults.subscribe.shift() ?? (({ follow }: SubscribeCall) => follow());
        begin(subscription);
        return;
      }
      calls.read += 1;
      const act = faults.read.shift() ?? (({ answer }: ReadCall) => answer());
      act({
        ...request,
        answer: () => answerRead(call, request),
        send: (entry) => call.write(say.eventResponse(entry)),
        fail: (code, details, exception) => fail(call, code, details, exception),
      });
    },
  });

  function answerRead(
    call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
    { streamId, from, isBackwards, count }: say.ReadRequest,
  ) {
    const entries = streamId === null ? journal.entries : journal.readable(streamId);
    if (entries === 'deleted') {
      fail(call, status.FAILED_PRECONDITION, 'the stream was deleted', 'stream-deleted');
      return;
    }
    if (streamId === null && !isBackwards && typeof from === 'bigint' && isWithin(from)) {
      fail(call, status.UNKNOWN, 'Unexpected ReadAllResult: Error');
      return;
    }
    if (entries === null) call.write(say.notFoundResponse(streamId ?? ''));
    const place = (entry: Entry) => (streamId === null ? entry.position : entry.revision);
    const ordered = isBackwards ? (entries ?? []).toReversed() : (entries ?? []);
    // Of all, a read backwards leaves out the event at the position itself; forwards, and in a stream, it begins with it.
    const isIn = (entry: Entry): boolean => {
      if (typeof from === 'string') return (from === 'end') === isBackwards;
      if (!isBackwards) return place(entry) >= from;
      return streamId === null ? place(entry) < from : place(entry) <= from;
    };
    for (const entry of ordered.filter(isIn).slice(0, count ?? undefined)) call.write(say.eventResponse(entry));
    call.end();
  }

  /** Whether a position is in the middle of an event, where nothing can be read from. */
  const isWithin = (place: bigint): boolean =>
    place < (journal.entries.at(-1)?.position ?? 0n) && journal.entries.every(({ position }) => position !== place);

  function subscribeCall(
    call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
    request: say.ReadRequest,
    failed: SubscribeCall['fail'],
  ): SubscribeCall {
    call.write(say.confirmation());
    let unwatch: () => void = () => undefined;
    call.on('cancelled', () => unwatch());
    const stopped = () => {
      unwatch();
      subscriptions.delete(subscription);
    };
    const subscription: SubscribeCall = {
      ...request,
      follow(after = typeof request.from === 'bigint' ? request.from : 0n) {
        let passed = after;
        let scanned = 0;
        const go = () => {
          for (const entry of journal.entries) {
            if (entry.position <= passed) continue;
            passed = entry.position;
            scanned += 1;
            if (request.prefixes.some((prefix) => entry.streamId.startsWith(prefix))) call.write(say.eventResponse(entry));
            if (scanned % request.checkpointEvery === 0) call.write(say.checkpoint(passed));
          }
        };
        go();
        call.write(say.caughtUp());
        unwatch = journal.watch(go);
      },
      send: (entry) => call.write(say.eventResponse(entry)),
      checkpoint: (position) => call.write(say.checkpoint(position)),
      fail(code, details) {
        stopped();
        failed(code, details);
      },
      end() {
        stopped();
        call.end();
      },
    };
    return subscription;
  }

  server.addService(ServerFeaturesService, {
    getSupportedMethods(_: unknown, callback: sendUnaryData<features.SupportedMethods>) {
      calls.features += 1;
      const answer = (version = options.version ?? '23.10.1.0') => {
        const methods = ['append', 'batchappend', 'read'].map((name) => new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name)); // prettier-ignore
        callback(null, new features.SupportedMethods().setEventStoreServerVersion(version).setMethodsList(methods));
      };
      const act = faults.features.shift() ?? ((call: FeaturesCall) => call.answer());
      act({ answer, fail: (code, details) => fail({ emit: (_name, error) => callback(error as Error) }, code, details) });
    },
  });

  const { tls } = options;
  const credentials = tls === undefined ? ServerCredentials.createInsecure() : ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]); // prettier-ignore
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${options.port ?? 0}`, credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return {
    url: tls === undefined ? `esdb://127.0.0.1:${port}?tls=false` : `esdb://localhost:${port}`,
    port,
    journal,
    faults,
    subscriptions,
    calls,
    admit(user) {
      admitted = user;
    },
    stop: () => server.forceShutdown(),
  };
}
