import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { NO_STREAM } from '../port.ts';

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
 * The message of one append. It has no deadline: that would be a time of day by our clock, which the server compares with its own. Its
 * own time for a write holds, and ours for the answer.
 */
export function appendRequest({ streamId, expected, events }: Proposal, correlationId: string): streams.BatchAppendReq {
  const options = new streams.BatchAppendReq.Options().setStreamIdentifier(
    new shared.StreamIdentifier().setStreamName(Buffer.from(streamId)),
  );
  if (expected === NO_STREAM) options.setNoStream(new empty.Empty());
  else options.setStreamPosition(String(expected));
  return new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setOptions(options)
    .setProposedMessagesList(events.map(messageOf))
    .setIsFinal(true);
}

function messageOf({ id, type, data, metadata }: ProposedEvent): streams.BatchAppendReq.ProposedMessage {
  const message = new streams.BatchAppendReq.ProposedMessage()
    .setId(new shared.UUID().setString(id))
    .setData(data)
    .setCustomMetadata(metadata);
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
}
