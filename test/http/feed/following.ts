import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Headers, Schemas, Service } from '../service.ts';

export type Event = Schemas['CloudEvent'];

/** What the log had of each event, to compare what was followed with. */
export async function wholeLog({ store }: Service): Promise<{ id: string; position: string }[]> {
  const events = [];
  for await (const { id, position } of store.readStored(0 as never)) events.push({ id, position: `${store.logId}~${position}` });
  return events;
}

export const placeOf = ({ id, position }: Event): { id: string; position: string } => ({ id, position });

export const eventsIn = ({ text }: Pick<Answer, 'text'>): Event[] => JSON.parse(text) as Event[];

/** Every event that a question is answered with, page after page until one ends at the head. */
export async function followed(service: Service, query: string, limits: readonly number[] = [1000]): Promise<Event[]> {
  const head = `${service.store.logId}~${await service.head()}`;
  const found: Event[] = [];
  let after = '';
  for (let page = 0; ; page += 1) {
    const answer = await service.get(`/v1/events?${query}&limit=${limits[page % limits.length] ?? 1000}${after}`);
    found.push(...eventsIn(answer));
    const next = String(answer.headers['registry-next']);
    if (next === head) return found;
    after = `&after=${next}`;
  }
}

/** Counts who waits for the log to grow, in the service itself. @returns what resolves once so many do */
export function watchWaiting({ registry: { follower } }: Service): (count: number) => Promise<void> {
  const waitFor = follower.waitFor.bind(follower);
  let now = 0;
  follower.waitFor = async (...asked) => {
    now += 1;
    return waitFor(...asked).finally(() => { now -= 1; }); // prettier-ignore
  };
  return async (count) => {
    while (now !== count) await new Promise((resolve) => setImmediate(resolve));
  };
}

/** Asks, and goes away without having been answered when it is told to. */
export function askUntilLeaving({ server }: Service, target: string): { leave: () => void } {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, path: target, agent: false });
  sent.on('error', () => undefined); // it hung up itself
  sent.end();
  return { leave: () => { sent.destroy(); } }; // prettier-ignore
}

/** What came of an answer before its client went away. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** It ended by itself. */
  readonly isWhole: boolean;
}

/** Asks, and goes away as soon as it has had enough. @param enough is asked at every piece with all that came so far, from its end */
export function receiveUntil(
  { server }: Service,
  target: string,
  headers: Headers,
  enough: (length: number, end: string) => boolean,
): Promise<Received> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: target, headers, agent: false }, (response) => {
      const pieces: string[] = [];
      let length = 0;
      const received = (isWhole: boolean): void => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: pieces.join(''), isWhole });
      };
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        pieces.push(piece);
        length += piece.length;
        if (!enough(length, `${pieces.at(-2) ?? ''}${piece}`)) return;
        received(false);
        sent.destroy();
      });
      response.on('end', () => { received(true); }); // prettier-ignore
      response.on('error', () => { received(false); }); // prettier-ignore
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** A message of a stream, as a browser would take it. */
export interface Message {
  readonly event: string;
  readonly data: string;
  readonly lastEventId: string;
}

/**
 * The messages of a stream and the last id that it gave, by the rules of WHATWG HTML 9.2.6 for what this service sends: a block that an empty line
 * ends counts, one that was cut off does not; one without data is no message, but its id counts.
 */
export function messagesIn(text: string): { messages: Message[]; lastEventId: string | undefined; comments: string[] } {
  const blocks = text.split('\n\n').slice(0, -1);
  const messages: Message[] = [];
  const comments: string[] = [];
  let lastEventId: string | undefined;
  for (const block of blocks) {
    const fields = block.split('\n').map((line) => /^([a-z]*): ?(.*)$/.exec(line)?.slice(1) ?? ['', line]);
    const of = (name: string): string | undefined => fields.find(([field]) => field === name)?.[1];
    comments.push(...fields.flatMap(([name, value = '']) => (name === '' ? [value] : [])));
    lastEventId = of('id') ?? lastEventId;
    const data = of('data');
    if (data !== undefined) messages.push({ event: of('event') ?? 'message', data, lastEventId: lastEventId ?? '' });
  }
  return { messages, lastEventId, comments };
}
