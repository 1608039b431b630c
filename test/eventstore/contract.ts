import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instantOf, parseInstant } from '../../src/domain/instant.ts';
import type { Position } from '../../src/domain/position.ts';
import { APPEND_LIMIT } from '../../src/eventstore/batch.ts';
import { canonical } from '../../src/eventstore/canonical.ts';
import { hashAfter } from '../../src/eventstore/hash.ts';
import { type EventStore, type NewEvent, NO_STREAM, type Stored } from '../../src/eventstore/port.ts';
import { described, newStream, provenance, reported, reports, storedStream } from './events.ts';
import { subscriber } from './subscriber.ts';

const ids = (events: Iterable<{ readonly id: string }>): string[] => Array.from(events, ({ id }) => id);
const conflict = (stream: string, expected: number, actual: number) => ({
  code: 'revision-conflict',
  details: { stream, expected, actual },
});

/**
 * What every engine promises of the log. One suite for all of them.
 * @param open opens an empty log of its own; the suite closes it
 */
export function describeEventStore(name: string, open: () => Promise<EventStore>): void {
  describe(`the log on ${name}`, () => {
    const opened: EventStore[] = [];
    let store: EventStore;
    let stream: string;

    const openAnother = async () => {
      const another = await open();
      opened.push(another);
      return another;
    };
    const streamIds = async (of = stream) => ids(await Array.fromAsync(store.readStream(of)));
    const stored = async (of = store, after = 0 as Position): Promise<Stored[]> => Array.fromAsync(of.readStored(after));

    beforeEach(async () => {
      store = await openAnother();
      stream = newStream();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    describe('expected revisions', () => {
      /** A stream with three events; what is appended to it is new. */
      const given = async (length: number) => {
        if (length > 0) await store.append(stream, reports(length), NO_STREAM);
      };

      it.each([
        { length: 0, expected: NO_STREAM, revision: 0 },
        { length: 1, expected: 0, revision: 1 },
        { length: 3, expected: 2, revision: 3 },
      ])('takes an event for a stream of $length at revision $expected', async ({ length, expected, revision }) => {
        await given(length);
        const event = reported();
        const appended = await store.append(stream, [event], expected);
        expect(appended).toMatchObject({ revision, deduplicated: false });
        expect((await streamIds()).at(-1)).toBe(event.id);
      });

      it.each([
        { length: 0, expected: 0 },
        { length: 0, expected: 7 },
        { length: 1, expected: NO_STREAM },
        { length: 3, expected: NO_STREAM },
        { length: 3, expected: 1 },
        { length: 3, expected: 3 },
      ])('refuses an event for a stream of $length at revision $expected', async ({ length, expected }) => {
        await given(length);
        await expect(store.append(stream, [reported()], expected)).rejects.toMatchObject(conflict(stream, expected, length - 1));
        expect(await streamIds()).toHaveLength(length);
      });

      it('says where the append ends: the revision and position of its last event', async () => {
        const appended = await store.append(stream, reports(3), NO_STREAM);
        const last = appended.events.at(-1);
        expect(appended).toMatchObject({ revision: 2, position: last?.position });
        expect(await Array.fromAsync(store.readStream(stream))).toEqual(appended.events);
      });
    });

    describe('repetition', () => {
      const [first, second, third, fresh] = reports(4) as [NewEvent, NewEvent, NewEvent, NewEvent];

      beforeEach(async () => {
        await store.append(stream, [first, second, third], NO_STREAM);
      });

      it.each([
        { what: 'the whole append', events: [first, second, third], expected: NO_STREAM, revision: 2 },
        { what: 'its beginning', events: [first], expected: NO_STREAM, revision: 0 },
        { what: 'its end, at the revision before it', events: [second, third], expected: 0, revision: 2 },
      ])('answers as the first time for $what, and writes nothing', async ({ events, expected, revision }) => {
        const recorded = await Array.fromAsync(store.readStream(stream));
        const again = await store.append(stream, events, expected);
        expect(again).toMatchObject({ revision, deduplicated: true, position: recorded[revision]?.position });
        expect(again.events).toEqual(recorded.slice(expected + 1, revision + 1));
        expect(await streamIds()).toEqual(ids([first, second, third]));
      });

      it.each([
        { what: 'new ids', events: [fresh], expected: NO_STREAM },
        { what: 'known ids followed by a new one', events: [first, second, third, fresh], expected: NO_STREAM },
        { what: 'a new id followed by known ones', events: [fresh, second], expected: NO_STREAM },
        { what: 'known ids in another order', events: [second, first], expected: NO_STREAM },
        { what: 'known ids at another revision', events: [second], expected: NO_STREAM },
        { what: 'known ids at a revision too high', events: [third], expected: 5 },
      ])('is not seen in $what at an old revision: refused', async ({ events, expected }) => {
        await expect(store.append(stream, events, expected)).rejects.toMatchObject(conflict(stream, expected, 2));
        expect(await streamIds()).toEqual(ids([first, second, third]));
      });

      it('is recognised after others have written to the stream', async () => {
        await store.append(stream, [fresh], 2);
        expect(await store.append(stream, [first, second, third], NO_STREAM)).toMatchObject({ revision: 2, deduplicated: true });
      });

      it('while the first is still on its way writes once and answers both alike', async () => {
        const elsewhere = newStream();
        const event = reported();
        const [one, other] = await Promise.all([store.append(elsewhere, [event], NO_STREAM), store.append(elsewhere, [event], NO_STREAM)]);
        expect(other.events).toEqual(one.events);
        expect([one.deduplicated, other.deduplicated].sort()).toEqual([false, true]);
        expect(await streamIds(elsewhere)).toEqual([event.id]);
      });

      it('keeps the first attempt: whose bytes stand is told by the metadata', async () => {
        const again = await store.append(stream, [{ ...first, metadata: { ...provenance(), attempt: 'another' } }], NO_STREAM);
        expect(again.events[0]?.metadata.attempt).toBe(first.metadata.attempt);
      });
    });

    describe('an id that is claimed', () => {
      it('is refused to every other stream, however many ask at once', async () => {
        const [event, ...streams] = [reported(), ...Array.from({ length: 5 }, newStream)] as [NewEvent, ...string[]];
        const asked = await Promise.allSettled(streams.map((one) => store.append(one, [event], NO_STREAM, true)));
        const refused = asked.filter(({ status }) => status === 'rejected');
        expect(refused).toHaveLength(4);
        for (const one of refused) expect(one).toMatchObject({ reason: { code: 'duplicate-id', details: { eventId: event.id } } });
        expect(ids(await stored())).toEqual([event.id]);
      });

      it('is taken again for its own stream, and answered as the first time', async () => {
        const event = reported();
        const first = await store.append(stream, [event], NO_STREAM, true);
        expect(await store.append(stream, [event], NO_STREAM, true)).toEqual({ ...first, deduplicated: true });
      });
    });

    describe('an append', () => {
      it('without events is a fault of the program', async () => {
        await expect(store.append(stream, [], NO_STREAM)).rejects.toThrow('an append needs an event');
      });

      it('with the same id twice is a fault of the program', async () => {
        const event = reported();
        await expect(store.append(stream, [event, event], NO_STREAM)).rejects.toThrow(TypeError);
        expect(await streamIds()).toEqual([]);
      });

      it.each([
        { what: 'content', broken: { data: { stage: 'everywhere' } }, reason: 'not the data of AdoptionReported' },
        { what: 'metadata', broken: { metadata: { ...provenance(), by: 'a person' } }, reason: 'not the metadata of an event' },
      ])('of $what that could not be read again records nothing, not even the good events before it', async ({ broken, reason }) => {
        const event = { ...reported(), ...broken } as unknown as NewEvent;
        await expect(store.append(stream, [reported(), event], NO_STREAM)).rejects.toThrow(reason);
        expect(await streamIds()).toEqual([]);
      });

      it('is taken up to the limit, and refused over it before anything is written', async () => {
        const events = Array.from({ length: 200 }, () => described(4000));
        const [{ data, metadata }] = events as [NewEvent];
        const bytes = Buffer.byteLength(canonical(data)) + Buffer.byteLength(canonical(metadata));
        const fitting = Math.floor(APPEND_LIMIT / bytes);

        await expect(store.append(stream, events.slice(0, fitting + 1), NO_STREAM)).rejects.toMatchObject({
          code: 'payload-too-large',
          details: { bytes: bytes * (fitting + 1), limit: APPEND_LIMIT },
        });
        expect(await streamIds()).toEqual([]);
        expect(await store.append(stream, events.slice(0, fitting), NO_STREAM)).toMatchObject({ revision: fitting - 1 });
      });

      it('of 800 events is recorded as one', async () => {
        const events = reports(800);
        expect(await store.append(stream, events, NO_STREAM)).toMatchObject({ revision: 799 });
        expect(await streamIds()).toEqual(ids(events));
      });

      it('keeps content and provenance to the letter', async () => {
        const event = reported('established');
        await store.append(stream, [event], NO_STREAM);
        const [read] = await Array.fromAsync(store.readStream(stream));
        expect(read).toMatchObject({ stream, revision: 0, type: event.type, id: event.id, data: event.data, metadata: event.metadata });
      });

      it('chains every event to the one before it in its stream', async () => {
        await store.append(stream, reports(2), NO_STREAM);
        await store.append(newStream(), reports(1), NO_STREAM);
        await store.append(stream, reports(1), 1);
        const chain = (await stored()).filter((event) => event.stream === stream);
        let previous: string | null = null;
        for (const event of chain) {
          expect(event.metadata.hash).toBe(hashAfter(previous, event));
          previous = event.metadata.hash;
        }
        expect(chain).toHaveLength(3);
      });
    });

    describe('concurrent appends', () => {
      it('to one stream: exactly one wins each revision, the others are told', async () => {
        const winners: string[] = [];
        for (let expected = NO_STREAM; expected < 9; expected += 1) {
          const rivals = reports(10);
          const outcomes = await Promise.allSettled(rivals.map((event) => store.append(stream, [event], expected)));
          const won = rivals.filter((_, index) => outcomes[index]?.status === 'fulfilled');
          expect(won).toHaveLength(1);
          const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
          for (const { reason } of lost) expect(reason).toMatchObject(conflict(stream, expected, expected + 1));
          winners.push(...ids(won));
        }
        expect(await streamIds()).toEqual(winners);
      });

      it('to many streams: all stand, in an order in which each stream keeps its own', async () => {
        const streams = Array.from({ length: 20 }, newStream);
        await Promise.all(
          streams.map(async (one) => {
            for (let revision = NO_STREAM; revision < 9; revision += 1) await store.append(one, [reported()], revision);
          }),
        );
        const all = await stored();
        expect(all.map(({ position }) => position)).toEqual(all.map(({ position }) => position).toSorted((a, b) => a - b));
        for (const one of streams) {
          expect(all.filter((event) => event.stream === one).map(({ revision }) => revision)).toEqual([...Array(10).keys()]);
        }
      });
    });

    describe('reading', () => {
      it('gives nothing for a stream that does not exist', async () => {
        expect(await streamIds()).toEqual([]);
      });

      it('gives a stream from a revision on, also a long one', async () => {
        const events = [...reports(700), ...reports(700), ...reports(700)];
        for (let from = 0; from < events.length; from += 700) await store.append(stream, events.slice(from, from + 700), from - 1);
        for (const from of [0, 1, 999, 1000, 1001, 2000, 2099, 2100]) {
          expect(ids(await Array.fromAsync(store.readStream(stream, from)))).toEqual(ids(events.slice(from)));
        }
      });

      it('gives the events at positions in the order asked for', async () => {
        const { events } = await store.append(stream, reports(4), NO_STREAM);
        const [a, b, c, d] = events.map(({ position }) => position) as [Position, Position, Position, Position];
        const read = await Array.fromAsync(store.readAt([d, a, c, a, b]));
        expect(read.map(({ position }) => position)).toEqual([d, a, c, a, b]);
        expect(read[0]).toEqual(events[3]);
      });

      it('gives the events at positions however many are asked for', async () => {
        const { events } = await store.append(stream, reports(100), NO_STREAM);
        const asked = [1, 2, 3].flatMap(() => events.map(({ position }) => position));
        const read = await Array.fromAsync(store.readAt(asked));
        expect(read.map(({ position }) => position)).toEqual(asked);
      });

      it('fails at a position without an event rather than leave it out', async () => {
        const { events } = await store.append(stream, reports(2), NO_STREAM);
        const [first, last] = events.map(({ position }) => position) as [Position, Position];
        const missing = (last + 999) as Position;
        for (const asked of [[missing], [first, missing], [first, missing, last]])
          await expect(Array.fromAsync(store.readAt(asked))).rejects.toMatchObject({ code: 'corrupt', details: { position: missing } });
      });

      it('gives what stands before a position without an event', async () => {
        const { events } = await store.append(stream, reports(40), NO_STREAM);
        const asked = events.map(({ position }) => position);
        const missing = ((asked.at(-1) ?? 0) + 999) as Position;
        const read: Position[] = [];
        const reading = async () => {
          for await (const { position } of store.readAt([...asked, missing])) read.push(position);
        };
        await expect(reading()).rejects.toMatchObject({ code: 'corrupt', details: { position: missing } });
        expect(read).toEqual(asked);
      });

      it('has its head at the last event', async () => {
        const before = await store.head();
        const { position } = await store.append(stream, reports(3), NO_STREAM);
        expect(position).toBeGreaterThan(before);
        expect(await store.head()).toBe(position);
      });

      it('of what is stored goes on from any position', async () => {
        await store.append(stream, reports(5), NO_STREAM);
        const all = await stored();
        for (const [index, { position }] of all.entries()) expect(await stored(store, position)).toEqual(all.slice(index + 1));
      });
    });

    describe('a subscription', () => {
      it('to an empty log says at once that it has caught up', async () => {
        const reader = subscriber(store, 0 as Position);
        await reader.caughtUp();
        expect(reader.events()).toEqual([]);
        await reader.stop();
      });

      it('hands over what was there, says that it has caught up, then what comes', async () => {
        const before = await store.append(stream, reports(2), NO_STREAM);
        const reader = subscriber(store, 0 as Position);
        await reader.caughtUp();
        expect(reader.events()).toEqual(before.events);
        const after = await store.append(stream, reports(2), 1);
        await reader.has(4);
        await reader.caughtUp();
        expect(reader.events()).toEqual([...before.events, ...after.events]);
        expect(reader.messages.at(-1)).toMatchObject({ kind: 'caught-up', position: after.position });
        await reader.stop();
      });

      it('resumes from every position without a gap and without a repetition', async () => {
        const { events } = await store.append(stream, reports(12), NO_STREAM);
        for (const [index, { position }] of events.entries()) {
          const reader = subscriber(store, position);
          await reader.caughtUp();
          expect(reader.events()).toEqual(events.slice(index + 1));
          await reader.stop();
        }
      });

      it('that begins while others write misses nothing and doubles nothing', async () => {
        const readers = [];
        const writing = Array.from({ length: 8 }, async () => {
          const one = newStream();
          for (let revision = NO_STREAM; revision < 49; revision += 1) await store.append(one, [reported()], revision);
        });
        for (let count = 0; count < 5; count += 1) {
          readers.push(subscriber(store, 0 as Position));
          await new Promise(setImmediate);
        }
        await Promise.all(writing);
        const all = ids(await stored());
        expect(all).toHaveLength(400);
        for (const reader of readers) {
          await reader.has(400);
          expect(ids(reader.events())).toEqual(all);
          await reader.stop();
        }
      });

      it('to a long log hands over all of it, and each event as it was answered to its writer', async () => {
        let last;
        for (let revision = NO_STREAM; revision < 2499; revision += 500) last = await store.append(stream, reports(500), revision);
        const reader = subscriber(store, 0 as Position);
        await reader.has(2500);
        expect(reader.events().map(({ revision }) => revision)).toEqual([...Array(2500).keys()]);
        expect(reader.events().slice(-500)).toEqual(last?.events);
        await reader.stop();
      });

      it('ends when its signal aborts: before it begins, between two messages, and while it waits', async () => {
        await store.append(stream, reports(3), NO_STREAM);
        expect(await Array.fromAsync(store.subscribe(0 as Position, AbortSignal.abort()))).toEqual([]);

        const control = new AbortController();
        const taken = [];
        for await (const message of store.subscribe(0 as Position, control.signal)) {
          taken.push(message);
          control.abort();
        }
        expect(taken).toHaveLength(1);

        const waiting = subscriber(store, 0 as Position);
        await waiting.caughtUp();
        await waiting.stop();
      });

      it('ends behind live events too, when its signal aborts there', async () => {
        const control = new AbortController();
        const taken: string[] = [];
        for await (const { kind } of store.subscribe(0 as Position, control.signal)) {
          if (kind === 'checkpoint') continue; // an engine may tell how far it has looked, whenever it likes
          taken.push(kind);
          if (kind === 'caught-up') void store.append(stream, reports(3), NO_STREAM);
          else control.abort();
        }
        expect(taken).toEqual(['caught-up', 'events']);
      });

      it('is not told of a repetition: it has those events', async () => {
        const reader = subscriber(store, 0 as Position);
        const events = reports(2);
        await store.append(stream, events, NO_STREAM);
        await store.append(stream, events, NO_STREAM);
        const { position } = await store.append(stream, reports(1), 1);
        await reader.has(3);
        await reader.caughtUp();
        expect(reader.events().map(({ revision }) => revision)).toEqual([0, 1, 2]);
        expect(reader.events().at(-1)?.position).toBe(position);
        await reader.stop();
      });

      it('that was left by its reader does not hold up the others', async () => {
        await store.append(stream, reports(3), NO_STREAM);
        for await (const { kind } of store.subscribe(0 as Position, new AbortController().signal)) if (kind === 'events') break;
        const reader = subscriber(store, 0 as Position);
        await store.append(stream, reports(1), 2);
        await reader.has(4);
        await reader.stop();
      });
    });

    describe('restoring', () => {
      it('keeps order, ids, metadata and hashes, and the log goes on from there', async () => {
        const other = newStream();
        await store.append(stream, reports(2), NO_STREAM);
        await store.append(other, reports(2), NO_STREAM);
        await store.append(stream, reports(2), 1);
        const original = await stored();

        const copy = await openAnother();
        await copy.restore(original.slice(0, 3));
        await copy.restore(original.slice(3));
        const carried = (event: Stored) => ({ ...event, position: undefined, writtenAt: undefined });
        expect((await stored(copy)).map(carried)).toEqual(original.map(carried));
        expect(copy.logId).not.toBe(store.logId);

        await copy.append(stream, reports(1), 3);
        const last = (await stored(copy)).at(-1) as Stored;
        expect(last.metadata.hash).toBe(hashAfter((original.at(-1) as Stored).metadata.hash, last));
      });

      it('reaches the subscribers', async () => {
        const reader = subscriber(store, 0 as Position);
        await reader.caughtUp();
        const events = storedStream(stream);
        await store.restore(events);
        await reader.has(3);
        expect(ids(reader.events())).toEqual(ids(events));
        await reader.stop();
      });

      const rehashed = (event: Stored): Stored => ({ ...event, metadata: { ...event.metadata, hash: hashAfter(null, event) } });
      const [first, second, third] = storedStream('nsr.adoption-digisos.0301') as [Stored, Stored, Stored];
      it.each([
        { what: 'an altered event', events: [first, { ...second, data: third.data }], code: 'corrupt' },
        {
          what: 'altered metadata',
          events: [first, { ...second, metadata: { ...second.metadata, consumer: '971032146' } }],
          code: 'corrupt',
        },
        {
          what: 'a hash of another event',
          events: [{ ...first, metadata: { ...first.metadata, hash: third.metadata.hash } }],
          code: 'corrupt',
        },
        {
          what: 'an event of a type that this release does not know',
          events: [rehashed({ ...first, type: 'Forgotten' })],
          code: 'corrupt',
        },
        { what: 'an event of a newer version', events: [rehashed({ ...first, version: 99 })], code: 'corrupt' },
        { what: 'a stream with an event missing', events: [first, third], code: 'revision-conflict' },
        { what: 'a stream in another order', events: [second, first, third], code: 'revision-conflict' },
        { what: 'an event twice', events: [first, first], code: 'revision-conflict' },
      ])('refuses $what, and takes nothing of the batch', async ({ events, code }) => {
        await expect(store.restore(events)).rejects.toMatchObject({ code });
        expect(await stored()).toEqual([]);
      });
    });

    it('stamps nothing at or before an instant that was settled', async () => {
      const instant = instantOf(Date.now() + 60_000);
      store.settle(instant);
      const { events } = await store.append(stream, reports(1), NO_STREAM);
      expect(parseInstant(events[0]?.metadata.recordedAt ?? '')).toBeGreaterThan(instant);
    });

    it('finishes what it has accepted before it closes, and takes nothing afterwards', async () => {
      const accepted = store.append(stream, reports(1), NO_STREAM);
      await store.close();
      expect(await accepted).toMatchObject({ revision: 0 });
      await expect(store.append(stream, reports(1), 0)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(store.head()).rejects.toMatchObject({ code: 'unavailable' });
      await store.close();
    });
  });
}
