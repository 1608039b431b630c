import { afterAll, describe, expect, it } from '@jest/globals';
import { StoreError } from '../../../src/eventstore/errors.ts';
import type { EventStore, Recorded } from '../../../src/eventstore/port.ts';
import { registerDigisos } from '../sector.ts';
import { type Service, startService } from '../service.ts';
import { type Event, eventsIn, messagesIn, receiveUntil } from './following.ts';

/** The position of the event that cannot be read; none before it is known. */
let scratched: number | null = null;
/** Whether nothing stands there, so that nobody knows its id. */
let isGone = false;

/** A log in which one event cannot be read once it was folded, as where a disk fails later. */
const damaged = (store: EventStore): EventStore =>
  new Proxy(store, {
    get(target, name) {
      if (name === 'readAt')
        return async function* (...asked: Parameters<EventStore['readAt']>): AsyncGenerator<Recorded> {
          for await (const event of target.readAt(...asked)) {
            const { id: eventId, position } = event;
            if (position === scratched)
              throw new StoreError('corrupt', { reason: 'a test scratched the disk', position, ...(isGone ? {} : { eventId }) });
            yield event;
          }
        };
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

const service: Service = await startService({ between: damaged });
await registerDigisos(service);
afterAll(() => service.end());

const whole = eventsIn(await service.get('/v1/events?limit=10'));
const [before, broken] = [whole.slice(0, 6), whole[6] as Event];
scratched = Number(broken.position.split('~')[1]);

describe('an event of the feed that cannot be read', () => {
  it('ends the page before it, which leads on to it', async () => {
    const answer = await service.get('/v1/events?limit=10');
    expect([answer.status, eventsIn(answer), answer.headers['registry-next']]).toEqual([200, before, before.at(-1)?.position]);
  });

  it('is named by the page that begins with it, and in the log of the service', async () => {
    const answer = await service.get(`/v1/events?after=${before.at(-1)?.position ?? ''}`);
    expect([answer.status, answer.problem('internal-error').detail, answer.headers['registry-next']]).toEqual([
      500,
      `event ${broken.id} at position ${String(scratched)} of the log cannot be read; whoever runs the service must mend it`,
      undefined,
    ]);
    expect(service.faults.findLast(({ err }) => err)?.err?.message).toContain('a test scratched the disk');
  });

  it('is named by its position where nothing stands there any more, behind the page that ends before it', async () => {
    isGone = true;
    const [page, next] = [await service.get('/v1/events?limit=10'), await service.get(`/v1/events?after=${before.at(-1)?.position ?? ''}`)];
    isGone = false;
    expect([page.status, eventsIn(page)]).toEqual([200, before]);
    expect(next.problem('internal-error').detail).toContain(`the event at position ${String(scratched)} of the log cannot be read`);
  });

  it('is in the way of nobody who follows something else', async () => {
    const answer = await service.get('/v1/events?type=no.nsr.solution-registered.v1');
    expect([broken.type === 'no.nsr.solution-registered.v1', eventsIn(answer).length]).toEqual([false, 1]);
  });

  it('cuts a stream behind those before it', async () => {
    const { text, isWhole } = await receiveUntil(service, '/v1/events/stream', {}, () => false);
    const { messages } = messagesIn(text);
    expect([messages.map(({ lastEventId }) => lastEventId), isWhole]).toEqual([before.map(({ position }) => position), false]);
  });
});
