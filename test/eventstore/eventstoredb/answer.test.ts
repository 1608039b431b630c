import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf } from '../../../src/domain/instant.ts';
import { type Answer, answerOf as answer } from '../../../src/eventstore/eventstoredb/answer.ts';
import { caughtUp, checkpoint, confirmation, eventResponse, notFoundResponse } from './fake/messages.ts';

/** Of whichever stream. */
const answerOf = (bytes: Buffer): Answer => answer(bytes, '');
const bytesOf = (response: streams.ReadResp): Buffer => Buffer.from(response.serializeBinary());

const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const entry = fc.record({
  streamId: fc.string({ unit: 'grapheme', minLength: 1 }),
  revision: fc.maxSafeNat().map(BigInt),
  id: fc.uuid(),
  type: text,
  contentType: fc.constantFrom('application/json', 'application/octet-stream'),
  data: text.map((said) => Buffer.from(said)),
  metadata: text.map((said) => Buffer.from(said)),
  position: fc.maxSafeNat().map(BigInt),
  created: fc.nat(),
});

/** An event as it comes, and where in it which message begins. */
const sample = {
  streamId: 'nsr.solution-digisos',
  revision: 7n,
  id: '0192a8f2-7f3c-7aaa-8bbb-0123456789ab',
  type: 'SolutionRegistered',
  contentType: 'application/json',
  data: Buffer.from('{"names":{"nb":"Måling"}}'),
  metadata: Buffer.from('{}'),
  position: 70_000n,
  created: 1_700_000_000_000,
};
const event = bytesOf(eventResponse(sample));
const field = (number: number, type: number): number[] => [(number << 3) | type];
const nested = (number: number, content: readonly number[]): number[] => [...field(number, 2), content.length, ...content];
/** A ReadResp with an event of these fields, beside an id and a stream. */
const eventWith = (fields: readonly number[]): Buffer =>
  Buffer.from(nested(1, nested(1, [...nested(1, nested(2, [0x61])), ...nested(2, nested(3, [0x62])), ...fields])));

describe('what the server says', () => {
  it('of an event of others is read without what they wrote: it may be large, and many are read at once', () => {
    const [ours, theirs] = ['nsr.solution-digisos', 'orders-1'].map((streamId) =>
      answer(bytesOf(eventResponse({ ...sample, streamId })), 'nsr.'),
    );
    expect(ours).toMatchObject({ event: { data: sample.data.toString(), metadata: '{}' } });
    expect(theirs).toMatchObject({ event: { streamId: 'orders-1', id: sample.id, place: 70_000, data: '', metadata: '' } });
  });

  it('of an event is read as the client wrote it, whatever the event says', () => {
    fc.assert(
      fc.property(entry, (said) => {
        expect(answerOf(bytesOf(eventResponse(said)))).toEqual({
          kind: 'event',
          event: {
            streamId: said.streamId,
            revision: Number(said.revision),
            id: said.id,
            type: said.type,
            place: Number(said.position),
            isOfTransaction: false,
            isJson: said.contentType === 'application/json',
            data: said.data.toString(),
            metadata: said.metadata.toString(),
            writtenAt: instantOf(said.created),
          },
        });
      }),
    );
  });

  it('of an event of a transaction of the TCP protocol is told from others', () => {
    const response = eventResponse(sample);
    response.getEvent()?.getEvent()?.setPreparePosition('69999');
    expect(answerOf(bytesOf(response))).toMatchObject({ event: { isOfTransaction: true } });
  });

  it('of how far it has looked is a checkpoint', () => {
    expect(answerOf(bytesOf(checkpoint(123_456_789_012n)))).toEqual({ kind: 'checkpoint', position: 123_456_789_012 });
  });

  it('of itself is no news', () => {
    const responses = [
      confirmation(),
      caughtUp(),
      notFoundResponse('nsr.solution-digisos'),
      new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind()),
      new streams.ReadResp().setFirstStreamPosition('1'),
      new streams.ReadResp().setLastStreamPosition('1'),
      new streams.ReadResp().setLastAllStreamPosition(new shared.AllStreamPosition().setCommitPosition('1')),
    ];
    for (const response of responses) expect(answerOf(bytesOf(response))).toEqual({ kind: 'notice' });
  });

  it('beside what is known of an event, as a newer server may, changes nothing', () => {
    const added = [
      ...field(9, 0),
      0x96,
      0x01,
      ...field(10, 1),
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      ...nested(11, [1, 2, 3]),
      ...field(12, 5),
      1,
      2,
      3,
      4,
    ];
    expect(answerOf(eventWith(added))).toEqual(answerOf(eventWith([])));
  });
});

describe('refused is', () => {
  it('an event that is cut off, wherever', () => {
    expect(answerOf(event)).toMatchObject({ event: { data: '{"names":{"nb":"Måling"}}' } });
    for (let length = 0; length < event.length; length += 1) expect(() => answerOf(event.subarray(0, length))).toThrow(Error);
  });

  it.each([
    { what: 'nothing', bytes: Buffer.alloc(0), reason: 'the server says nothing' },
    { what: 'a kind of message that is not known', bytes: Buffer.from(nested(10, [])), reason: 'not known here: content 10' },
    { what: 'an event without itself', bytes: Buffer.from(nested(1, [])), reason: 'tells of an event without it' },
    { what: 'an event without an id', bytes: bytesOf(eventResponse({ ...sample, id: '' })), reason: 'has no id' },
    { what: 'an event without a stream', bytes: bytesOf(eventResponse({ ...sample, streamId: '' })), reason: 'or no stream' },
    { what: 'a revision that is written as a text', bytes: eventWith(nested(3, [1])), reason: 'in way 2 and not 0' },
    { what: 'a text that is written as a number', bytes: eventWith([...field(8, 0), 1]), reason: 'in way 0 and not 2' },
    {
      what: 'a position that no number holds',
      bytes: eventWith([...field(5, 0), ...Array<number>(9).fill(255), 1]),
      reason: 'not a position',
    },
    { what: 'a number without an end', bytes: eventWith([...field(3, 0), ...Array<number>(10).fill(255)]), reason: 'a number has no end' },
    { what: 'a field in a way that is not known', bytes: eventWith(field(9, 3)), reason: 'in the unknown way 3' },
    { what: 'a field with a number that is none', bytes: Buffer.from([...Array<number>(5).fill(255), 1]), reason: 'a field has no number' },
    {
      what: 'a field that goes on behind its message',
      bytes: Buffer.from([...nested(1, [...field(3, 1), 1]), ...Array<number>(7).fill(0)]),
      reason: 'in the middle of a field',
    },
  ])('$what', ({ bytes, reason }) => {
    expect(() => answerOf(bytes)).toThrow(reason);
  });
});
