import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Position, position } from '../../domain/position.ts';
import { Wire } from './wire.ts';

/** Where an append ended, as the server says it; of a repetition it may not know the position. */
export interface Written {
  readonly revision: number;
  readonly position: Position | undefined;
}

/** What the server says of one append. */
export interface AppendAnswer {
  readonly correlationId: string;
  /** Or, of a refusal, the client's error, which names the stream. */
  readonly outcome: Written | ((streamId: string) => Error);
}

/** A `BatchAppendResp` (streams.proto) as it comes. @throws Error for what is not understood, which ends the call */
export function appendAnswerOf(bytes: Buffer): AppendAnswer {
  const wire = new Wire(bytes);
  let correlationId = '';
  let outcome: AppendAnswer['outcome'] | undefined;
  while (wire.isBefore(bytes.length)) {
    const number = wire.field();
    if (number === 1) correlationId = wire.textWithin(2);
    else if (number === 3) outcome = writtenIn(wire);
    else {
      wire.skip();
      if (number === 2) outcome = refusedIn(bytes);
    }
  }
  if (correlationId === '' || outcome === undefined) throw new Error('an append is answered without its id, or without an outcome');
  return { correlationId, outcome };
}

/** The `Success` that follows. */
function writtenIn(wire: Wire): Written {
  let revision: number | undefined;
  let place: Position | undefined;
  for (const end = wire.message(); wire.isBefore(end); ) {
    const number = wire.field();
    if (number === 1) revision = wire.number();
    else if (number === 3) place = position(wire.numberWithin(1));
    else wire.skip();
  }
  if (revision === undefined) throw new Error('an append is answered without its revision');
  return { revision, position: place };
}

/** Seldom, and in many forms: the client's own classes know them. */
function refusedIn(bytes: Buffer): (streamId: string) => Error {
  const error = streams.BatchAppendResp.deserializeBinary(bytes).getError();
  if (error === undefined) throw new Error('an append is refused without an error');
  return (streamId) => unpackToCommandError(error, streamId);
}
