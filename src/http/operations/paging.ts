import { createHash } from 'node:crypto';
import { z } from 'zod';
import { civilDate } from '../../domain/civil-date.ts';
import { parseInstant } from '../../domain/instant.ts';
import { momentAt, type ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Asked, momentOf, positionOf } from '../asked/moment.ts';
import { parameterProblem, type Problem } from '../problems/problem.ts';
import { shown } from '../views/moment.ts';

/** A list as it is asked for. */
export interface ListAsked extends Asked {
  readonly query: Asked['query'] & { readonly after?: string; readonly limit: number };
}

/** What a cursor freezes: the list with its filters and order, the moment, and the last row that was given. Whoever writes one gets a page of it. */
const cursor = z.strictObject({
  list: z.string(),
  asOf: civilDate,
  /** `<log id>~<token>`. */
  position: z.string(),
  /** RFC 3339, where one was asked for. */
  instant: z.string().refine((text) => parseInstant(text) !== undefined).nullable(),
  last: z.string(),
}); // prettier-ignore
type Cursor = z.infer<typeof cursor>;

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

const invalid = (message: string): Problem => parameterProblem('invalid-cursor', 'after', message);

function parseCursor(text: string, asked: ListAsked): Cursor {
  const { data } = cursor.safeParse(contentOf(text));
  if (data === undefined) throw invalid('this is no cursor; follow next as it was given');
  if (data.list === listOf(asked)) return data;
  throw invalid('the cursor belongs to another list, or to other filters or another order; begin again without after');
}

/** Undefined where it is none of ours. */
function contentOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Where in a list a page begins: the moment, the same on all of its pages, and the last row of the page before. */
export interface Place {
  readonly moment: ResolvedMoment;
  readonly last: string | null;
}

/** @throws Problem 400, 410, 422 */
export async function placeOf(registry: Registry, asked: ListAsked): Promise<Place> {
  if (asked.query.after === undefined) return { moment: await momentOf(registry, asked), last: null };
  const { asOf, position, instant, last } = parseCursor(asked.query.after, asked);
  const knownAt = await positionOf(registry, position, 'after');
  return { moment: momentAt(registry, asOf, knownAt, instant === null ? undefined : parseInstant(instant)), last };
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
  const next = end !== undefined && from + shownRows.length < rows.length ? nextLink(asked, moment, idOf(end)) : null;
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
  return pageFrom(asked, place, { rows: rowsAt(place.moment), idOf }, view);
}

function nextLink(asked: ListAsked, moment: ResolvedMoment, last: string): string {
  const instant = asked.query.knownAt === undefined ? null : moment.instant;
  const frozen: Cursor = { list: listOf(asked), asOf: moment.asOf, position: moment.position, instant, last };
  const query = new URLSearchParams(asked.received.search);
  query.delete('minPosition');
  query.set('after', Buffer.from(JSON.stringify(frozen)).toString('base64url'));
  return `${asked.received.path}?${query.toString()}`;
}
