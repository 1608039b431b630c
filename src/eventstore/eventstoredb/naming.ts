import { PREFIX } from '../../domain/streams.ts';

/** A stream of the engine's own: its first event has the id of the log. */
export const LOG_ID_STREAM = `${PREFIX}log-id`;
const CLAIM = `${PREFIX}claim-`;
/** A stream of the engine's own: its first event says for which stream an event id is kept. */
export const claimStream = (eventId: string): string => `${CLAIM}${eventId}`;

/** Which of the server's streams are this log's, and what the registry calls them. */
export interface Naming {
  /** What the names of our streams begin with on the server. */
  readonly prefix: string;
  /** Whether the registry is told of a stream's events: neither those of others are for it, nor the engine's own. */
  readonly isOfRegistry: (streamId: string) => boolean;
  readonly onServer: (stream: string) => string;
  readonly inRegistry: (streamId: string) => string;
}

/** @param prefix `nsr.`; another where several logs share a server, as in tests */
export function naming(prefix: string): Naming {
  const onServer = (stream: string): string => prefix + stream.slice(PREFIX.length);
  const [logId, claim] = [onServer(LOG_ID_STREAM), onServer(CLAIM)];
  return {
    prefix,
    isOfRegistry: (streamId) => streamId.startsWith(prefix) && streamId !== logId && !streamId.startsWith(claim),
    onServer,
    inRegistry: (streamId) => PREFIX + streamId.slice(prefix.length),
  };
}
