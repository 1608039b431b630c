import { type CivilDate, osloMidnight } from '../../domain/civil-date.ts';
import { type Instant, instantOf, printInstant } from '../../domain/instant.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Handlers, Received } from '../contract/handlers.ts';
import type { Audience } from '../feed/audience.ts';
import { AHEAD, eventStream } from '../feed/event-stream.ts';
import type { Feed } from '../feed/options.ts';
import { pageBehind, readPage } from '../feed/page.ts';
import { questionOf } from '../feed/question.ts';
import { Problem } from '../problems/problem.ts';

const shownInstant = (instant: Instant | undefined): string | null => (instant === undefined ? null : printInstant(instant));

/** The same question behind another position. */
function linkTo({ path, search }: Received, after: string): string {
  const query = new URLSearchParams(search);
  query.set('after', after);
  return `<${path}?${query.toString()}>; rel="next"`;
}

/** @throws Problem too-many-waiting */
function checkRoom({ isFull, limit }: Audience, doing: string): void {
  if (!isFull) return;
  throw new Problem('too-many-waiting', `${limit} requests are ${doing}; ask for pages without wait, or again later`, {
    headers: { 'retry-after': '5' },
  });
}

export function events({ waiting, streaming, heartbeat }: Feed) {
  return {
    listEvents: async ({ query, received }, registry) => {
      const { limit, wait: seconds } = query;
      const { origin, gone } = received;
      const question = await questionOf(registry, query, { limit, origin });
      let page = await readPage(registry, question);
      if (page.lines.length === 0 && seconds > 0) {
        checkRoom(waiting, 'waiting for the next event');
        const seat = waiting.seat(gone);
        page = await pageBehind(registry, page, question, seconds, seat.signal).finally(seat.leave);
      }
      const next = printPosition(registry, page.next);
      return {
        status: 200,
        mediaType: 'application/cloudevents-batch+json',
        chunks: [`[${page.lines.map(({ text }) => text).join(',')}]`],
        validator: [next, origin],
        headers: { Link: linkTo(received, next), 'Registry-Next': next },
      };
    },

    getLatestEvent: async (_, registry) => {
      await registry.readHead();
      const { folded } = registry.follower;
      const recordedAt = shownInstant(registry.models.logTimes.timeAt(folded));
      return { status: 200, body: { position: printPosition(registry, folded), recordedAt } };
    },

    getEventsStart: async ({ query: { date } }, registry) => {
      await registry.readHead();
      const { logTimes } = registry.models;
      const position = logTimes.positionBefore(instantOf(osloMidnight(date as CivilDate)));
      const firstRecordedAt = shownInstant(logTimes.timeAfter(position));
      return { status: 200, body: { date, position: printPosition(registry, position), firstRecordedAt } };
    },

    streamEvents: async ({ query, headers, received: { origin, gone } }, registry) => {
      const question = await questionOf(registry, query, { limit: AHEAD, origin }, headers['Last-Event-ID']);
      checkRoom(streaming, 'following the stream');
      return {
        status: 200,
        mediaType: 'text/event-stream',
        chunks: eventStream(registry, question, { audience: streaming, heartbeat, gone }),
        // A proxy that collects an answer before it passes it on would keep the events back.
        headers: { 'X-Accel-Buffering': 'no' },
      };
    },
  } satisfies Handlers<'listEvents' | 'getLatestEvent' | 'getEventsStart' | 'streamEvents'>;
}
