import { describe, expect, it } from '@jest/globals';
import type { Position } from '../../../src/domain/position.ts';
import { type Message, NO_STREAM, type Recorded } from '../../../src/eventstore/port.ts';
import { broadcast, type Mailbox, MAILBOX } from '../../../src/eventstore/sqlite/broadcast.ts';
import { queries } from '../../../src/eventstore/sqlite/queries.ts';
import { subscribe } from '../../../src/eventstore/sqlite/subscribe.ts';
import { newStream, reported, reports } from '../events.ts';
import { subscriber } from '../subscriber.ts';
import { folders } from './folder.ts';

const { make, open, sqlite } = folders();
const START = 0 as Position;

describe('a subscriber that catches up', () => {
  it('leaves room for other work between the pages of a long log', async () => {
    const store = open(make());
    const stream = newStream();
    for (let revision = NO_STREAM; revision < 2999; revision += 500) await store.append(stream, reports(500), revision);
    let turns = 0;
    let other = setImmediate(function work() {
      turns += 1;
      other = setImmediate(work);
    });
    const reader = subscriber(store, START);
    await reader.has(3000);
    clearImmediate(other);
    expect(turns).toBeGreaterThanOrEqual(2);
    await reader.stop();
  });
});

describe('a live subscriber', () => {
  it('has an event in the turn of the event loop in which its writer is answered', async () => {
    const store = open(make());
    const reader = subscriber(store, START);
    await reader.caughtUp();
    const { events } = await store.append(newStream(), [reported()], NO_STREAM);
    await new Promise((resolve) => {
      process.nextTick(resolve); // after all promises that are settled now, before the next turn
    });
    expect(reader.events()).toEqual(events);
    await reader.stop();
  });

  it('is handed what was just committed without reading it from the file again', async () => {
    const path = make();
    const store = open(path);
    await store.append(newStream(), reports(3), NO_STREAM);
    const log = queries(sqlite(path));
    let readings = 0;
    const counted = {
      ...log,
      after: (position: number) => {
        readings += 1;
        return log.after(position);
      },
    };
    const live = broadcast();
    const control = new AbortController();
    const messages = subscribe(counted, live, START, control.signal);
    for (const kind of ['events', 'caught-up']) expect(await messages.next()).toMatchObject({ value: { kind } });
    const next = messages.next();
    const { events } = await store.append(newStream(), reports(1), NO_STREAM);
    live.publish(events);
    expect(await next).toEqual({ done: false, value: { kind: 'events', events } });
    expect(readings).toBe(1);
    control.abort();
  });

  it('that stands still while more is written than is kept for it goes back to the file and misses nothing', async () => {
    const store = open(make());
    const control = new AbortController();
    const messages = store.subscribe(START, control.signal)[Symbol.asyncIterator]();
    expect(await messages.next()).toMatchObject({ value: { kind: 'caught-up' } });

    const count = MAILBOX + 1500;
    const stream = newStream();
    for (let revision = NO_STREAM; revision < count - 1; revision += 500) await store.append(stream, reports(500), revision);

    const revisions: number[] = [];
    for (;;) {
      const { value } = (await messages.next()) as { value: Message };
      if (value.kind === 'caught-up') break;
      if (value.kind === 'events') revisions.push(...value.events.map(({ revision }) => revision));
    }
    expect(revisions).toEqual([...Array(count).keys()]);

    const { events } = await store.append(stream, reports(1), count - 1);
    expect(await messages.next()).toMatchObject({ value: { events: [{ id: events[0]?.id }] } });
    control.abort();
  });

  it('is forgotten when it stops, or its reader leaves', async () => {
    const store = open(make());
    const { events } = await store.append(newStream(), reports(1), NO_STREAM);
    const path = make();
    open(path);
    const live = broadcast();
    const mailboxes: Mailbox[] = [];
    const watched = {
      ...live,
      join: (signal: AbortSignal) => {
        const mailbox = live.join(signal);
        mailboxes.push(mailbox);
        return mailbox;
      },
    };
    const log = queries(sqlite(path));

    for await (const { kind } of subscribe(log, watched, START, new AbortController().signal)) if (kind === 'caught-up') break;
    const control = new AbortController();
    for await (const { kind } of subscribe(log, watched, START, control.signal)) if (kind === 'caught-up') control.abort();
    live.publish(events);
    expect(mailboxes.map((mailbox) => mailbox.take())).toEqual([[], []]);
  });

  it('costs no more memory than its mailbox, however slow it is', () => {
    const live = broadcast(10);
    const mailbox = live.join(new AbortController().signal);
    const events = reports(8) as unknown as Recorded[];
    live.publish(events);
    live.publish(events);
    live.publish(events.slice(0, 1));
    expect(mailbox.take()).toEqual(events);
    expect(mailbox.overflowed()).toBe(true);
  });
});
