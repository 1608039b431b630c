import { operationsAt } from '../contract.ts';
import type { Answer, Headers } from '../service.ts';
import { About, CURRENT, type Drawn } from './drawn.ts';
import { REQUESTS, SEED } from './form.ts';
import type { Sent } from './spoils.ts';
import { schemaOf, settled, type World } from './world.ts';

/** How often each operation answered with each status. */
export type Tally = Map<string, Map<number, number>>;

/** HTTP carries a header as visible Latin-1 only; what else there is cannot be sent at all. */
const sendable = (value: unknown): string => text(value).replace(/[^\x20-\x7e\xa0-\xff]/g, '?');
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
/** A lone surrogate has no percent-encoding. */
const encoded = (value: unknown): string => encodeURIComponent(text(value).toWellFormed());
/** A list in the query has commas between its items. */
const listed = (value: unknown): unknown => (Array.isArray(value) ? value.map(text).join() : value);

/** The request that was drawn, as it is sent to this world. */
async function sentOf(drawn: Drawn, world: World): Promise<Sent> {
  const { operation, accept, isHead, spoil } = drawn;
  const body = settled(drawn.body, world);
  const path: Drawn['path'] = body instanceof About ? { ...drawn.path, eventId: body.eventId } : drawn.path;
  const target = operation.template.replace(/\{(\w+)\}/g, (_, name: string) => encoded(settled(path[name], world)));
  const search = given(drawn.query, world).map(([name, value]) => `${name}=${encoded(listed(value))}`);
  const headers = await Promise.all(given(drawn.headers, world).map(async ([name, value]) => [name, sendable(value === CURRENT ? await tagAbove(target, world) : value)])); // prettier-ignore
  const content = body instanceof About ? body.body : body;
  const sent: Sent = {
    method: isHead ? 'HEAD' : operation.method,
    target: search.length === 0 ? target : `${target}?${search.join('&')}`,
    headers: { ...(Object.fromEntries(headers) as Headers), ...(accept && { Accept: accept }), ...(content === undefined ? {} : { 'Content-Type': 'application/json' }) }, // prettier-ignore
    body: content === undefined ? undefined : JSON.stringify(content),
  };
  return spoil?.on(sent) ?? sent;
}

const given = (values: Readonly<Record<string, unknown>>, world: World): [string, unknown][] =>
  Object.entries(values).map(([name, value]): [string, unknown] => [name, settled(value, world)]).filter(([, value]) => value !== undefined); // prettier-ignore

/** What is changed has the revision of what its path begins with. */
async function tagAbove(target: string, { service }: World): Promise<string> {
  return (await service.get(target.replace(/\/[^/]+$/, ''))).headers.etag ?? '"0"';
}

/** Whatever is sent: no 5xx, nothing that the contract does not have (asking checks that), nothing recorded on a refusal. */
export async function kept(drawn: Drawn, world: World, tally: Tally): Promise<void> {
  const sent = await sentOf(drawn, world);
  try {
    const answer = await asked(sent, world, tally);
    remember(drawn, sent, answer, world);
    if (drawn.again) await repeated(sent, answer, world, tally);
  } catch (cause) {
    const shown = { ...sent, body: String(sent.body).slice(0, 2_000) };
    const how = `the same requests again: FUZZ_REQUESTS=${REQUESTS} FUZZ_SEED=${SEED}`;
    throw new Error(`${(cause as Error).message}\n${drawn.spoil?.name ?? 'as drawn'}: ${JSON.stringify(shown)}\n${how}`, { cause });
  }
}

async function asked({ method, target, headers, body }: Sent, { service, recorded }: World, tally: Tally): Promise<Answer> {
  const before = await service.grown();
  const answer = await service.ask(method, target, framed(headers, body));
  count(tally, method, target, answer.status);
  const moved = (await service.grown()) - before;
  if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text.slice(0, 500)}`);
  if (moved !== newlyRecorded(answer, headers, recorded)) throw new Error(`${answer.status} and ${moved} events recorded`);
  return answer;
}

/** How many events an answer tells of for the first time. A key may come with the same body again, and is answered as before. */
function newlyRecorded({ status, text: body }: Answer, headers: Headers, recorded: Set<string>): number {
  if (status !== 201) return 0;
  const { eventId } = JSON.parse(body) as { eventId: string };
  const isKnown = recorded.has(eventId);
  if (isKnown && headers['Idempotency-Key'] === undefined)
    throw new Error(`without a key it is answered with an earlier event: ${eventId}`);
  recorded.add(eventId);
  return isKnown ? 0 : 1;
}

/** Node's client sends the length of a body only with methods that mostly have one. */
const framed = (headers: Headers, body: Sent['body']) =>
  body === undefined ? { headers } : { headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }, body };

/** A read whose tag is known is 304, since nothing has moved; a write with a key is answered as it was, and records nothing more. */
async function repeated(sent: Sent, { status, text: before, headers }: Answer, world: World, tally: Tally): Promise<void> {
  if (status === 200 && headers.etag !== undefined && (sent.method === 'GET' || sent.method === 'HEAD')) {
    const answer = await asked({ ...sent, headers: { ...sent.headers, 'If-None-Match': headers.etag } }, world, tally);
    if (answer.status !== 304) throw new Error(`${answer.status}, though If-None-Match has the tag of what stands: ${headers.etag}`);
  }
  if (status === 201 && sent.headers['Idempotency-Key'] !== undefined) {
    const head = await world.service.head();
    const { method, target, headers: asBefore, body } = sent;
    const answer = await world.service.ask(method, target, framed(asBefore, body));
    const same = answer.status === 201 && answer.text === before && (await world.service.head()) === head;
    if (!same) throw new Error(`the same key is answered otherwise: ${answer.status} ${answer.text.slice(0, 300)}`);
  }
}

function count(tally: Tally, method: string, target: string, status: number): void {
  const here = operationsAt(target.replace(/^http:\/\/[^/]*|[?#].*$/gs, '')).find(
    (one) => one.method === (method === 'HEAD' ? 'GET' : method),
  );
  const statuses = tally.get(here?.id ?? 'elsewhere') ?? new Map<number, number>();
  tally.set(here?.id ?? 'elsewhere', statuses.set(status, (statuses.get(status) ?? 0) + 1));
}

/** What later requests may be about. */
function remember({ operation }: Drawn, { body, target }: Sent, answer: Answer, { told, solutions, cursors }: World): void {
  if (answer.status === 201 && typeof body === 'string' && !target.startsWith('/v1/facts/')) {
    const { eventId } = JSON.parse(answer.text) as { eventId: string };
    const content = JSON.parse(body.replace(/^\ufeff/, '')) as object & { readonly id?: string };
    told.push({ eventId, schema: schemaOf(operation), body: content });
    if (operation.id === 'registerSolution') solutions.push(String(content.id));
  }
  const next = /after=([^&>]+)/.exec(String(answer.headers['link']))?.[1];
  if (next !== undefined) cursors.push(decodeURIComponent(next));
}

/** A line an operation, for whoever runs the long form. */
export const printed = (tally: Tally): string =>
  [...tally].map(([id, statuses]) => `${id}: ${[...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status} × ${times}`).join(', ')}\n`).join(''); // prettier-ignore
