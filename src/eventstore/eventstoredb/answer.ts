import { position, type Position } from '../../domain/position.ts';
import { type Found, foundIn } from './found.ts';
import { Wire } from './wire.ts';

/** What the server says in a call that is read from; `notice` is what is no news: that it has begun, or caught up, or has no such stream. */
export type Answer =
  | { readonly kind: 'event'; readonly event: Found }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'notice' };

/** Confirmation, no such stream, first and last positions of one (three ways), caught up, fell behind. */
const NOTICES = [2, 4, 5, 6, 7, 8, 9];
const NOTICE: Answer = { kind: 'notice' };

/**
 * A `ReadResp` (streams.proto) as it comes. The client's generated classes took a third of the time of a catch-up, most of it for
 * objects that nobody looks at.
 * @param prefix what the names of our streams begin with
 * @throws Error for what is not understood, which ends the call as an error of the server
 */
export function answerOf(bytes: Buffer, prefix: string): Answer {
  const wire = new Wire(bytes);
  let answer: Answer | undefined;
  while (wire.isBefore(bytes.length)) {
    const content = wire.field();
    if (content === 1) answer = { kind: 'event', event: eventIn(wire, prefix) };
    else if (content === 3) answer = { kind: 'checkpoint', position: position(wire.numberWithin(1)) };
    else if (NOTICES.includes(content)) {
      wire.skip();
      answer = NOTICE;
    } else throw new Error(`the server says what is not known here: content ${content}`);
  }
  if (answer === undefined) throw new Error('the server says nothing');
  return answer;
}

/** The event of a `ReadEvent`. What it has beside that is for links, which are not followed. */
function eventIn(wire: Wire, prefix: string): Found {
  let event: Found | undefined;
  for (const end = wire.message(); wire.isBefore(end); )
    if (wire.field() === 1) event = foundIn(wire, prefix);
    else wire.skip();
  if (event === undefined) throw new Error('the server tells of an event without it');
  return event;
}
