import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import type { Position } from '../../domain/position.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import { momentAt } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { anotherLog } from '../problems/from-moment.ts';
import { Problem } from '../problems/problem.ts';
import { shown } from '../views/moment.ts';
import { type Asked, momentOf } from './read.ts';

/** A list as it is asked for. */
export interface ListAsked extends Asked {
  readonly query: Asked['query'] & { readonly after?: string; readonly limit?: number };
}

/** What a cursor freezes: the list with its filters, the moment, and the last row that was given. */
interface Cursor {
  readonly log: string;
  readonly list: string;
  readonly asOf: string;
  readonly position: number;
  readonly instant: Instant | null;
  readonly last: string;
}

/** The parameters that say where in a list one is, not which list it is. */
const PLACE = ['after', 'limit', 'minPosition'];

/** The list that a request is about: its path and filters, whatever their order. */
function listOf({ received: { path, search } }: ListAsked): string {
  const filters = [...new URLSearchParams(search)].filter(([name]) => !PLACE.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([path, filters]))
    .digest('base64url')
    .slice(0, 22);
}

/** Binds a cursor to the log: one that was altered is not read. Not a secret, since a cursor opens nothing. */
const sealOf = (text: string, logId: string): string => createHmac('sha256', logId).update(text).digest('base64url').slice(0, 22);

const invalid = (message: string): Problem =>
  new Problem('invalid-cursor', message, { errors: [{ pointer: null, parameter: 'after', rule: 'invalid-cursor', message }] });

function parseCursor(text: string, asked: ListAsked, { store: { logId } }: Registry): Cursor {
  const [content = '', seal = ''] = text.split('.');
  const cursor = readCursor(content);
  if (cursor.log !== logId) throw anotherLog(`${cursor.log}~${cursor.position}`, logId);
  const expected = Buffer.from(sealOf(content, logId));
  const given = Buffer.from(seal);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw invalid('the cursor was altered; follow next as it was given');
  if (cursor.list !== listOf(asked)) throw invalid('the cursor belongs to another list or to other filters; begin again without after');
  return cursor;
}

function readCursor(content: string): Cursor {
  try {
    const cursor = JSON.parse(Buffer.from(content, 'base64url').toString()) as Cursor | null;
    if (typeof cursor?.log === 'string') return cursor;
  } catch {
    // Not JSON: it is no cursor of ours, which is said below.
  }
  throw invalid('this is no cursor; follow next as it was given');
}

/** The moment that a list is for, the same on all of its pages, and the row after which this page begins. */
async function placeOf(registry: Registry, asked: ListAsked): Promise<{ moment: ResolvedMoment; last: string | null }> {
  if (asked.query.after === undefined) return { moment: await momentOf(registry, asked), last: null };
  const { asOf, position, instant, last } = parseCursor(asked.query.after, asked, registry);
  return { moment: momentAt(registry, asOf as ResolvedMoment['asOf'], position as Position, instant ?? undefined), last };
}

/**
 * One page of a list.
 * @param rowsAt all rows at a moment, in the order of their keys
 * @param keyOf what orders the rows, unique within the list
 */
export async function page<Row, View>(
  registry: Registry,
  asked: ListAsked,
  rowsAt: (moment: ResolvedMoment) => readonly Row[],
  keyOf: (row: Row) => string,
  view: (rows: readonly Row[], moment: ResolvedMoment) => readonly View[] | Promise<readonly View[]>,
) {
  const { moment, last } = await placeOf(registry, asked);
  const rows = rowsAt(moment);
  const from = last === null ? 0 : rows.findIndex((row) => keyOf(row) > last);
  const rest = from === -1 ? [] : rows.slice(from);
  const shownRows = rest.slice(0, asked.query.limit ?? rest.length);
  const end = shownRows.at(-1);
  const next = end !== undefined && rest.length > shownRows.length ? nextLink(registry, asked, moment, keyOf(end)) : null;
  return { moment, body: { items: [...(await view(shownRows, moment))], next, ...shown(moment) } };
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
