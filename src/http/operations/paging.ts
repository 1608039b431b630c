import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import type { Position } from '../../domain/position.ts';
import { foldedFor, momentAt, type ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Asked, momentOf } from '../asked/moment.ts';
import { anotherLog } from '../problems/from-moment.ts';
import { parameterProblem, type Problem } from '../problems/problem.ts';
import { shown } from '../views/moment.ts';

/** A list as it is asked for. */
export interface ListAsked extends Asked {
  readonly query: Asked['query'] & { readonly after?: string; readonly limit: number };
}

/** What a cursor freezes: the list with its filters and order, the moment, and the last row that was given. */
interface Cursor {
  readonly log: string;
  readonly list: string;
  readonly asOf: CivilDate;
  readonly position: Position;
  readonly instant: Instant | null;
  readonly last: string;
}

/** The parameters that say where in a list one is, not which list it is. */
const PLACE = ['after', 'limit', 'minPosition'];

/** The list that a request is about: its path, filters and order, however the parameters stand. */
function listOf({ received: { path, search } }: ListAsked): string {
  const filters = [...new URLSearchParams(search)].filter(([name]) => !PLACE.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([path, filters]))
    .digest('base64url')
    .slice(0, 22);
}

/** Binds a cursor to the log: one that was altered is not read. Not a secret, since a cursor opens nothing. */
const sealOf = (text: string, logId: string): string => createHmac('sha256', logId).update(text).digest('base64url').slice(0, 22);

const invalid = (message: string): Problem => parameterProblem('invalid-cursor', 'after', message);

function parseCursor(text: string, asked: ListAsked, { store: { logId } }: Registry): Cursor {
  const [content = '', ...seals] = text.split('.');
  const cursor = readCursor(content);
  if (cursor.log !== logId) throw anotherLog(`${cursor.log}~${cursor.position}`, logId, 'after');
  const expected = Buffer.from(sealOf(content, logId));
  const given = Buffer.from(seals.join('.'));
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw invalid('the cursor was altered; follow next as it was given');
  if (cursor.list !== listOf(asked))
    throw invalid('the cursor belongs to another list, or to other filters or another order; begin again without after');
  return cursor;
}

function readCursor(content: string): Cursor {
  try {
    const cursor = JSON.parse(Buffer.from(content, 'base64url').toString()) as Cursor | null;
    if (typeof cursor?.log === 'string' && typeof cursor.last === 'string') return cursor;
  } catch {
    // Not JSON: it is no cursor of ours, which is said below.
  }
  throw invalid('this is no cursor; follow next as it was given');
}

/** Where in a list a page begins: the moment, the same on all of its pages, and the last row of the page before. */
export interface Place {
  readonly moment: ResolvedMoment;
  readonly last: string | null;
}

/** @throws Problem 400, 410, 422 */
export async function placeOf(registry: Registry, asked: ListAsked): Promise<Place> {
  if (asked.query.after === undefined) return { moment: await momentOf(registry, asked), last: null };
  const { asOf, position, instant, last } = parseCursor(asked.query.after, asked, registry);
  await foldedFor(registry, position);
  return { moment: momentAt(registry, asOf, position, instant ?? undefined), last };
}

/** The rows of a list, in its order, and by what each is known. */
interface Rows<Row> {
  readonly rows: readonly Row[];
  /** Unique within the list. A cursor names the last row by it, so it holds for every order. */
  readonly idOf: (row: Row) => string;
  /** Whether the ids ascend, as texts: a row is then found among a hundred thousand without looking at each. */
  readonly ascending?: boolean;
}

/** Where a row is by its id; -1 where it is not. */
function indexOf<Row>({ rows, idOf, ascending = false }: Rows<Row>, id: string): number {
  if (!ascending) return rows.findIndex((row) => idOf(row) === id);
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (idOf(rows[middle] as Row) < id) low = middle + 1;
    else high = middle;
  }
  return low < rows.length && idOf(rows[low] as Row) === id ? low : -1;
}

/** One page of a list, from a place on. */
export async function pageFrom<Row, View>(
  registry: Registry,
  asked: ListAsked,
  { moment, last }: Place,
  list: Rows<Row>,
  view: (rows: readonly Row[], moment: ResolvedMoment) => readonly View[] | Promise<readonly View[]>,
) {
  const { rows, idOf } = list;
  const before = last === null ? -1 : indexOf(list, last);
  if (last !== null && before === -1)
    throw invalid('the list no longer has the row that the page before ended with; begin again without after');
  const from = before + 1;
  const shownRows = rows.slice(from, from + asked.query.limit);
  const end = shownRows.at(-1);
  const next = end !== undefined && from + shownRows.length < rows.length ? nextLink(registry, asked, moment, idOf(end)) : null;
  return { items: [...(await view(shownRows, moment))], next, ...shown(moment) };
}

/** One page of a list that has one order and is asked for whole. @param rowsAt all rows at a moment, in their order */
export async function page<Row, View>(
  registry: Registry,
  asked: ListAsked,
  rowsAt: (moment: ResolvedMoment) => readonly Row[],
  idOf: (row: Row) => string,
  view: (rows: readonly Row[], moment: ResolvedMoment) => readonly View[] | Promise<readonly View[]>,
) {
  const place = await placeOf(registry, asked);
  return pageFrom(registry, asked, place, { rows: rowsAt(place.moment), idOf }, view);
}

function nextLink(registry: Registry, asked: ListAsked, moment: ResolvedMoment, last: string): string {
  const { logId } = registry.store;
  const instant = asked.query.knownAt === undefined || moment.instant === null ? null : (parseInstant(moment.instant) ?? null);
  const cursor: Cursor = { log: logId, list: listOf(asked), asOf: moment.asOf, position: moment.knownAt, instant, last };
  const content = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  const query = new URLSearchParams(asked.received.search);
  query.delete('minPosition');
  query.set('after', `${content}.${sealOf(content, logId)}`);
  return `${asked.received.path}?${query.toString()}`;
}
