import type { Readable } from 'node:stream';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions } from './connection.ts';

type Of = typeof StreamsClient;

/** What a call says beside its message, and how it is made. */
export type Arguments = Required<Parameters<StreamsClient['batchAppend']>>;

/** What of the client is used that its types keep from us: how it finds the leader, keeps a connection to it, and says who asks. */
export interface Inside {
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
  getGRPCClient(of: Of, name: string): Promise<StreamsClient>;
  callArguments(options: CallOptions, call: { deadline: number }): Arguments;
  /** Has the next call go over another connection, where the error says so. */
  handleError: (client: StreamsClient, error: Error) => Promise<void>;
  /** Opens a call that `dispose` cancels, and after whose end the connection is mended. */
  GRPCStreamCreator<Call extends Readable>(of: Of, name: string, open: (client: StreamsClient) => Call): () => Promise<Call>;
}

/**
 * Whoever has the client mend its connection does not wait for it, here and in the client's own code: where the search for another node
 * fails meanwhile, that would be a rejection that nobody handles, and end the process. The next call searches anew, and is told.
 */
export function mendInPeace(client: EventStoreDBClient): void {
  const inside = insideOf(client);
  const mend = inside.handleError;
  inside.handleError = (of, error) => mend(of, error).catch(() => undefined);
}

// The methods are there, private in the types of 6.2.1, to which package.json holds the client.
export const insideOf = (client: EventStoreDBClient): Inside => client as unknown as Inside;
