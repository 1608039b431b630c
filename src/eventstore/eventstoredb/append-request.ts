import { NO_STREAM } from '../port.ts';
import { field, numberField, textField } from './fields.ts';

/** An event on its way to the server. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  /** JSON in UTF-8. */
  readonly data: Uint8Array;
  /** JSON in UTF-8. */
  readonly metadata: Uint8Array;
}

/** An append as the server is asked for it. */
export interface Proposal {
  readonly streamId: string;
  readonly expected: number;
  readonly events: readonly ProposedEvent[];
}

/**
 * The `BatchAppendReq` (streams.proto) of one append. It has no deadline: that would be a time of day by our clock, which the server
 * compares with its own. Its own time for a write holds, and ours for the answer.
 */
export const appendRequest = ({ streamId, expected, events }: Proposal, correlationId: string): Buffer =>
  Buffer.concat([
    field(1, textField(2, correlationId)),
    field(2, field(1, textField(3, streamId)), expected === NO_STREAM ? field(3) : numberField(2, expected)),
    ...events.map(messageIn),
    numberField(4, 1), // the append has no more of them
  ]);

const JSON_TYPE = field(2, textField(1, 'content-type'), textField(2, 'application/json'));

const messageIn = ({ id, type, data, metadata }: ProposedEvent): Buffer =>
  field(3, field(1, textField(2, id)), field(2, textField(1, 'type'), textField(2, type)), JSON_TYPE, field(3, metadata), field(4, data));
