import { PREFIX } from '../../domain/streams.ts';

/** The one stream that is the engine's own: its first event has the id of the log. */
export const LOG_ID_STREAM = `${PREFIX}log-id`;

/** Which of the server's streams are this log's, and what the registry calls them. */
export interface Naming {
  /** What the names of our streams begin with on the server. */
  readonly prefix: string;
  readonly isOurs: (streamId: string) => boolean;
  readonly onServer: (stream: string) => string;
  readonly inRegistry: (streamId: string) => string;
}

/** @param prefix `nsr.`; another where several logs share a server, as in tests */
export function naming(prefix: string): Naming {
  return {
    prefix,
    isOurs: (streamId) => streamId.startsWith(prefix),
    onServer: (stream) => prefix + stream.slice(PREFIX.length),
    inRegistry: (streamId) => PREFIX + streamId.slice(prefix.length),
  };
}
