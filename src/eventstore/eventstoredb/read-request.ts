import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Position, START } from '../../domain/position.ts';

const { Options } = streams.ReadReq;

/** A checkpoint for so many times 32 events that were passed over. */
const CHECKPOINT_INTERVAL = 32;

/** Where a read begins: at the end it goes backwards. */
export type From<Place extends number> = Place | 'end';

/** Of all streams, with the event at the position where it goes forwards, and without it where it goes backwards. */
export function readAllRequest(from: From<Position>, count: number, direction: 'forwards' | 'backwards'): streams.ReadReq {
  return counted(new Options().setAll(ofAll(from)), count, direction);
}

/** Of one stream, by the server's name of it: forwards from a revision, or backwards from the end. */
export function readStreamRequest(streamId: string, from: From<number>, count: number): streams.ReadReq {
  const of = new Options.StreamOptions().setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(streamId)));
  if (from === 'end') of.setEnd(new shared.Empty());
  else of.setRevision(String(from));
  return counted(new Options().setStream(of), count, from === 'end' ? 'backwards' : 'forwards');
}

/** What stands after a position of all streams with a prefix, and then what comes. */
export function subscribeRequest(prefix: string, after: Position): streams.ReadReq {
  const filter = new Options.FilterOptions()
    .setStreamIdentifier(new Options.FilterOptions.Expression().setPrefixList([prefix]))
    .setCount(new shared.Empty())
    .setCheckpointintervalmultiplier(CHECKPOINT_INTERVAL);
  return request(new Options().setAll(ofAll(after)).setSubscription(new Options.SubscriptionOptions()).setFilter(filter));
}

function ofAll(from: From<Position>): streams.ReadReq.Options.AllOptions {
  const all = new Options.AllOptions();
  if (from === 'end') return all.setEnd(new shared.Empty());
  if (from === START) return all.setStart(new shared.Empty());
  // Without the transactions of the old TCP protocol both are the same (decision 18).
  return all.setPosition(new Options.Position().setCommitPosition(String(from)).setPreparePosition(String(from)));
}

const counted = (options: streams.ReadReq.Options, count: number, direction: 'forwards' | 'backwards'): streams.ReadReq =>
  request(
    options
      .setCount(String(count))
      .setNoFilter(new shared.Empty())
      .setReadDirection(direction === 'forwards' ? Options.ReadDirection.FORWARDS : Options.ReadDirection.BACKWARDS),
  );

const request = (options: streams.ReadReq.Options): streams.ReadReq =>
  new streams.ReadReq().setOptions(options.setUuidOption(new Options.UUIDOption().setString(new shared.Empty())));
