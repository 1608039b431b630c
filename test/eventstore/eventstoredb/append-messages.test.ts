import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendAnswerOf } from '../../../src/eventstore/eventstoredb/append-answer.ts';
import { appendRequest as requestOf } from '../../../src/eventstore/eventstoredb/append-request.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { batchResponse } from './fake/batch.ts';
import { appendRequest } from './fake/messages.ts';

const ID = '0192a8f2-7f3c-7aaa-8bbb-0123456789ab';
const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const bytes = text.map((said) => Buffer.from(said));

it('an append reaches the server as it was meant, whatever it says', () => {
  const event = fc.record({ id: fc.uuid(), type: text, data: bytes, metadata: bytes });
  const proposal = fc.record({
    streamId: text,
    expected: fc.oneof(fc.constant(NO_STREAM), fc.maxSafeNat()),
    events: fc.array(event, { minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(proposal, fc.uuid(), ({ streamId, expected, events }, correlationId) => {
      const request = streams.BatchAppendReq.deserializeBinary(requestOf({ streamId, expected, events }, correlationId));
      const { streamId: to, expected: at, events: proposed } = appendRequest(request.getOptions(), request.getProposedMessagesList());
      expect([request.getCorrelationId()?.getString(), request.getIsFinal(), request.getOptions()?.hasDeadline()]).toEqual([
        correlationId,
        true,
        false,
      ]);
      expect([to, at]).toEqual([streamId, expected === NO_STREAM ? 'no-stream' : BigInt(expected)]);
      expect(
        proposed.map(({ data, metadata, ...rest }) => ({ ...rest, data: Buffer.from(data), metadata: Buffer.from(metadata) })),
      ).toEqual(events.map((one) => ({ ...one, contentType: 'application/json' })));
    }),
  );
});

describe('the answer to an append', () => {
  const answer = () => new streams.BatchAppendResp().setCorrelationId(new shared.UUID().setString(ID));
  const success = () => new streams.BatchAppendResp.Success();
  const bytesOf = (response: streams.BatchAppendResp): Buffer => Buffer.from(response.serializeBinary());

  it('tells where it ended, as the server wrote it', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (revision, position) => {
        const place = new shared.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position));
        const said = answer()
          .setSuccess(success().setCurrentRevision(String(revision)).setPosition(place))
          .setNoStream(new shared.Empty());
        expect(appendAnswerOf(bytesOf(said))).toEqual({ correlationId: ID, outcome: { revision, position } });
      }),
    );
  });

  it('may leave the position open', () => {
    const said = answer().setSuccess(success().setCurrentRevision('3').setNoPosition(new shared.Empty()));
    expect(appendAnswerOf(bytesOf(said))).toEqual({ correlationId: ID, outcome: { revision: 3, position: undefined } });
  });

  it('may be a refusal, which names the stream', () => {
    const asked = requestOf({ streamId: 'nsr.solution-digisos', expected: 3, events: [] }, ID);
    const said = batchResponse(streams.BatchAppendReq.deserializeBinary(asked), { kind: 'deleted' });
    const { outcome } = appendAnswerOf(bytesOf(said));
    expect(typeof outcome === 'function' && outcome('nsr.solution-digisos')).toMatchObject({
      type: 'stream-deleted',
      streamName: 'nsr.solution-digisos',
    });
  });

  it.each([
    { what: 'of nobody', said: new streams.BatchAppendResp().setSuccess(success().setCurrentRevision('3')), reason: 'without its id' },
    { what: 'without an outcome', said: answer(), reason: 'without an outcome' },
    { what: 'without a revision', said: answer().setSuccess(success().setNoStream(new shared.Empty())), reason: 'without its revision' },
  ])('$what is not understood', ({ said, reason }) => {
    expect(() => appendAnswerOf(bytesOf(said))).toThrow(reason);
  });
});
