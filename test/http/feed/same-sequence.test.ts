import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recorded, registerDigisos, report } from '../sector.ts';
import { type Service, startService } from '../service.ts';
import { type Event, eventsIn, messagesIn, placeOf, receiveUntil, wholeLog } from './following.ts';

const service = await startService({ feed: { heartbeat: 20 } });
await registerDigisos(service);
afterAll(() => service.end());

/** How somebody follows: how many events a page may have, and after how many characters the connection breaks; the last for ever again. */
interface Nerves {
  readonly limits: readonly number[];
  readonly cuts: readonly number[];
}

/** One after the other, then from the beginning. */
const inTurn = <T>(values: readonly T[]) => {
  let turn = 0;
  return () => values[turn++ % values.length] as T;
};

/** Where the followers may stop: at the last event, once the writers are done. */
interface Goal {
  position?: string;
}

/** A page that was cut off is asked for again: nothing of it was handled. */
async function byPages({ limits, cuts }: Nerves, goal: Goal, wait: string): Promise<Event[]> {
  const [limit, cut] = [inTurn(limits), inTurn(cuts)];
  const handled: Event[] = [];
  for (let next: string | undefined; next === undefined || next !== goal.position; ) {
    const target = `/v1/events?limit=${limit()}${wait}${next === undefined ? '' : `&after=${next}`}`;
    const characters = cut();
    const { isWhole, text, headers } = await receiveUntil(service, target, {}, (length) => length > characters);
    if (!isWhole) continue;
    handled.push(...eventsIn({ text }));
    next = String(headers['registry-next']);
  }
  return handled;
}

/** Whole messages are handled as they come, and the next connection goes on behind the last of them. */
async function byStream({ cuts }: Nerves, goal: Goal): Promise<Event[]> {
  const cut = inTurn(cuts);
  const handled: Event[] = [];
  for (let last: string | undefined; last === undefined || last !== goal.position; ) {
    const characters = cut();
    const { text } = await receiveUntil(
      service,
      '/v1/events/stream',
      last === undefined ? {} : { 'Last-Event-ID': last },
      (length, end) => length > characters || (goal.position !== undefined && end.includes(`id: ${goal.position}\n`)),
    );
    const { messages, lastEventId } = messagesIn(text);
    handled.push(...messages.map(({ data }) => JSON.parse(data) as Event));
    last = lastEventId ?? last;
  }
  return handled;
}

/** Reports of municipalities while others follow. */
async function write(count: number): Promise<void> {
  const numbers = ['0301', '1201', '5001', '0701'];
  for (let one = 0; one < count; one += 1)
    await recorded(
      service.post(
        `/v1/solutions/digisos/adoptions/${numbers[one % numbers.length] ?? ''}/reports`,
        report('2018-01-01', 'in-use', { evidence: `case ${one} of ${(await service.head()) + 1}` }),
      ),
    );
}

async function goalOf({ store }: Service): Promise<string> {
  return `${store.logId}~${await service.head()}`;
}

describe('the feed', () => {
  it('is the log, whether it is read in pages, by waiting or as a stream, however often that breaks off, while others write', async () => {
    const nerves = fc.record({
      limits: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }).map((some) => [...some, 1000]),
      cuts: fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 8 }).map((some) => [...some, Infinity]),
    });
    await fc.assert(
      fc.asyncProperty(nerves, nerves, nerves, async (paging, waiting, streaming) => {
        const goal: Goal = {};
        const followers = [byPages(paging, goal, ''), byPages(waiting, goal, '&wait=1'), byStream(streaming, goal)];
        await write(40);
        goal.position = await goalOf(service);
        const [pages, waited, streamed] = await Promise.all(followers);
        expect(pages?.map(placeOf)).toEqual(await wholeLog(service));
        expect(waited).toEqual(pages);
        expect(streamed).toEqual(pages);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 180_000); // a log of thousands of events, nine times over, is much to read for a busy machine
});
