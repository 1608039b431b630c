import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Entry, Expected, Outcome, Proposed } from './journal.ts';

/** Between the fake's own words and those of the client's protocol. */

const nameOf = (identifier: shared.StreamIdentifier | undefined): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

export interface AppendRequest {
  readonly streamId: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
}

type Options = streams.AppendReq.Options | streams.BatchAppendReq.Options;
type Message = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage;

export function appendRequest(options: Options | undefined, messages: readonly Message[]): AppendRequest {
  if (options === undefined) throw new Error('an append begins with its options');
  return { streamId: nameOf(options.getStreamIdentifier()), expected: expectedOf(options), events: messages.map(proposedOf) };
}

function expectedOf(options: Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream-exists';
  return BigInt('getRevision' in options ? options.getRevision() : options.getStreamPosition());
}

const proposedOf = (message: Message): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** @param outcome any that is no error of the call */
export function appendResponse(outcome: Exclude<Outcome, { kind: 'deleted' | 'timeout' }>): streams.AppendResp {
  if (outcome.kind === 'wrong-version') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (outcome.current === null) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(outcome.current));
    return new streams.AppendResp().setWrongExpectedVersion(wrong);
  }
  const success = new streams.AppendResp.Success().setCurrentRevision(String(outcome.revision));
  if (outcome.position === null) success.setNoPosition(new shared.Empty());
  else success.setPosition(new streams.AppendResp.Position().setCommitPosition(String(outcome.position)).setPreparePosition(String(outcome.position))); // prettier-ignore
  return new streams.AppendResp().setSuccess(success);
}

/** The ticks of .NET that the server counts its time in: 100 nanoseconds. */
const TICKS = 10_000;

export function eventResponse(entry: Entry): streams.ReadResp {
  const { streamId, revision, id, type, contentType, data, metadata, position, created } = entry;
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(streamId)))
    .setStreamRevision(String(revision))
    .setCommitPosition(String(position))
    .setPreparePosition(String(position))
    .setData(data)
    .setCustomMetadata(metadata);
  recorded
    .getMetadataMap()
    .set('type', type)
    .set('content-type', contentType)
    .set('created', String(created * TICKS));
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(position)));
}

export const notFoundResponse = (streamId: string): streams.ReadResp => {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(streamId));
  return new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier));
};

export const confirmation = (): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID()));

export const caughtUp = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const checkpoint = (position: bigint): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position))); // prettier-ignore

/** What is asked of a read, of one stream or of all, or of a subscription to all. */
export interface ReadRequest {
  /** Null: of all. */
  readonly streamId: string | null;
  readonly from: bigint | 'start' | 'end';
  readonly isBackwards: boolean;
  /** Null: a subscription. */
  readonly count: number | null;
  readonly prefixes: readonly string[];
  readonly checkpointEvery: number;
}

export function readRequest(request: streams.ReadReq): ReadRequest {
  const options = request.getOptions();
  const [all, stream] = [options?.getAll(), options?.getStream()];
  if (options === undefined || (all === undefined && stream === undefined)) throw new Error('a read says of what');
  const filter = options.getFilter();
  const position = all?.getPosition()?.getCommitPosition() ?? stream?.getRevision();
  return {
    streamId: stream === undefined ? null : nameOf(stream.getStreamIdentifier()),
    from: (all ?? stream)?.hasStart() === true ? 'start' : (all ?? stream)?.hasEnd() === true ? 'end' : BigInt(position ?? 0),
    isBackwards: options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS,
    count: options.hasSubscription() ? null : Number(options.getCount()),
    prefixes: filter?.getStreamIdentifier()?.getPrefixList() ?? [],
    checkpointEvery: 32 * (filter?.getCheckpointintervalmultiplier() ?? 1),
  };
}
