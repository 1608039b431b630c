import type { Position } from '../../domain/position.ts';
import { wordsOf } from '../../domain/search.ts';
import { type List, select, type SelectionAsked } from '../../projections/lists/select.ts';
import type { Sort } from '../../projections/lists/sort.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { positionOf } from '../asked/moment.ts';
import { parameterProblem } from '../problems/problem.ts';
import { type ListAsked, pageFrom, placeOf } from './paging.ts';

/** A list with filters, search, order and facets as it is asked for: a filter has the name of what it filters by. */
interface ChoiceAsked extends ListAsked {
  readonly query: ListAsked['query'] & {
    readonly q?: string;
    readonly changedSince?: string;
    readonly sort: string;
    readonly facets?: readonly string[];
  };
}

/** What the contract lets a list be counted and sorted by: the list must have it. */
type FacetOf<Asked extends ChoiceAsked> = NonNullable<Asked['query']['facets']>[number];
type KeyOf<Asked extends ChoiceAsked> = Exclude<Asked['query']['sort'], `-${string}`>;

/** One page of the rows that fit, and the facets, which are the same on every page. @throws Problem 400, 410, 422 */
export async function listed<Asked extends ChoiceAsked, Row, View>(
  registry: Registry,
  asked: Asked,
  listAt: (moment: ResolvedMoment, changedSince: Position | null) => List<Row, FacetOf<Asked>, KeyOf<Asked>>,
  view: (row: Row, moment: ResolvedMoment) => View,
) {
  const place = await placeOf(registry, asked);
  const { query } = asked;
  const changedSince = query.changedSince === undefined ? null : await positionOf(registry, query.changedSince, 'changedSince');
  const list = listAt(place.moment, changedSince);
  const { rows, facets } = await select(list, choiceOf(asked, list, changedSince));
  const page = await pageFrom(asked, place, { rows, idOf: list.idOf }, (shown) => shown.map((row) => view(row, place.moment)));
  return { moment: place.moment, body: { ...page, facets } };
}

function choiceOf<Asked extends ChoiceAsked, Row>(
  { query }: Asked,
  { aspects }: List<Row, FacetOf<Asked>, KeyOf<Asked>>,
  changedSince: Position | null,
): SelectionAsked<FacetOf<Asked>, KeyOf<Asked>> {
  const filters = query as { readonly [Name in FacetOf<Asked>]?: readonly string[] };
  const chosen = (Object.keys(aspects) as FacetOf<Asked>[]).flatMap((name) => {
    const codes = filters[name];
    return codes === undefined ? [] : [[name, codes] as const];
  });
  return {
    chosen: new Map(chosen),
    words: query.q === undefined ? [] : searchedWords(query.q),
    changedSince,
    sort: query.sort as Sort<KeyOf<Asked>>,
    counted: (query.facets ?? []) as FacetOf<Asked>[],
  };
}

/** A text without a word would find everything, which nobody means. @throws Problem invalid-request */
function searchedWords(text: string): string[] {
  const words = wordsOf(text);
  if (words.length > 0) return words;
  const message = `q has no word to search for: ${text} has neither letters nor digits`;
  throw parameterProblem('invalid-request', 'q', message, { rule: 'words' });
}
