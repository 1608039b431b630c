import type { Position } from '../domain/position.ts';

interface Details {
  /** The stream is not at the expected revision. */
  'revision-conflict': { stream: string; expected: number; actual: number };
  /** Another stream has the event's id, or (EventStoreDB) has claimed it. EventStoreDB looks only where ids are claimed. */
  'duplicate-id': { eventId: string; stream: string; revision: number };
  /** The append is larger than any engine takes. */
  'payload-too-large': { bytes: number; limit: number };
  /** The stream was deleted outside of the registry, or its first events were (`$maxCount`, `$maxAge`). */
  'stream-gone': { stream: string };
  /** Nothing was recorded; later may do. The detail (an address for one) is for the log, the reason for whoever asks. */
  unavailable: { reason: string; detail?: string };
  /** The disk has no room: nothing was recorded, and the log goes on when there is some. */
  'storage-full': { reason: string };
  /** The append may stand or not: retry with the same ids and revision, then read back. */
  'outcome-unknown': { reason: string };
  /** Another process writes to this store. */
  locked: { path: string };
  /** The file is from a newer release. */
  'newer-version': { path: string; found: number; supported: number };
  /** What is stored is not what was written: names the event or the file. */
  corrupt: { reason: string; position?: Position; eventId?: string };
  /** An export is not what was written: cut off, altered, or something else. */
  'broken-export': { line: number; reason: string };
  /** A file is no backup, or a damaged one. */
  'broken-backup': { file: string; reason: string };
}

export type StoreErrorCode = keyof Details;

const sentence: { [Code in StoreErrorCode]: (details: Details[Code]) => string } = {
  'revision-conflict': ({ stream, expected, actual }) => `stream ${stream} is at revision ${actual}, not ${expected}`,
  'duplicate-id': ({ eventId, stream, revision }) => `the id ${eventId} is that of revision ${revision} of stream ${stream}`,
  'payload-too-large': ({ bytes, limit }) => `an append of ${bytes} bytes is over the limit of ${limit}`,
  'stream-gone': ({ stream }) => `stream ${stream} was deleted, or its first events were`,
  unavailable: ({ reason, detail }) => `the store is unavailable: ${reason}${detail === undefined ? '' : ` (${detail})`}`,
  'storage-full': ({ reason }) => `no room is left: ${reason}`,
  'outcome-unknown': ({ reason }) => `it is unknown whether the events were recorded: ${reason}`,
  locked: ({ path }) => `another process already writes to ${path}; stop it first`,
  'newer-version': ({ path, found, supported }) =>
    `${path} was written by a newer release (store version ${found}; this one knows up to ${supported}); upgrade the service`,
  corrupt: ({ reason }) => `the store is damaged: ${reason}`,
  'broken-export': ({ line, reason }) => `line ${line} of the export: ${reason}`,
  'broken-backup': ({ file, reason }) => `${file} is no backup of a registry: ${reason}`,
};

/** A fault of the log. Its `code` says what kind; nothing else is thrown by an engine. */
export class StoreError<Code extends StoreErrorCode = StoreErrorCode> extends Error {
  override readonly name = 'StoreError';
  readonly code: Code;
  readonly details: Details[Code];

  constructor(code: Code, details: Details[Code], options?: ErrorOptions) {
    super(sentence[code](details), options);
    this.code = code;
    this.details = details;
  }
}

export const isStoreError = <Code extends StoreErrorCode>(error: unknown, code: Code): error is StoreError<Code> =>
  error instanceof StoreError && error.code === code;
