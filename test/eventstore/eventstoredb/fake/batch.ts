import status from '@eventstore/db-client/generated/status_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Outcome } from './journal.ts';

/** The answer to one append of a batch stream. */
export function batchResponse(request: streams.BatchAppendReq, outcome: Outcome): streams.BatchAppendResp {
  const identifier = request.getOptions()?.getStreamIdentifier();
  const response = new streams.BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(identifier);
  if ('revision' in outcome) {
    const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(outcome.revision));
    if (outcome.position === null) success.setNoPosition(new empty.Empty());
    else success.setPosition(new shared.AllStreamPosition().setCommitPosition(String(outcome.position)).setPreparePosition(String(outcome.position))); // prettier-ignore
    return response.setSuccess(success);
  }
  const details = new any.Any();
  if (outcome.kind === 'timeout') details.pack(new shared.Timeout().serializeBinary(), 'event_store.client.Timeout');
  else if (outcome.kind === 'deleted') details.pack(new shared.StreamDeleted().serializeBinary(), 'event_store.client.StreamDeleted');
  else {
    const wrong = new shared.WrongExpectedVersion();
    if (outcome.current === null) wrong.setCurrentNoStream(new empty.Empty());
    else wrong.setCurrentStreamRevision(String(outcome.current));
    details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  }
  return response.setError(new status.Status().setDetails(details));
}
