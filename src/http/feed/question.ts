import { type Position, START } from '../../domain/position.ts';
import type { EventFilter } from '../../projections/log-index.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import { positionOf } from '../asked/moment.ts';
import { checkKnown } from './known.ts';
import { storedTypeOf } from './public-events.ts';

/** What somebody follows. */
export interface Question {
  /** The position behind which it begins. */
  readonly after: Position;
  readonly filter: EventFilter;
  /** How many events a page has at most. */
  readonly limit: number;
  /** Where the client found the service. */
  readonly origin: string;
}

interface FeedQuery {
  readonly after?: string;
  readonly type?: readonly Schemas['EventType'][];
  readonly solution?: readonly string[];
  readonly municipality?: readonly string[];
}

/** @param lastEventId goes before `after`. @throws Problem 400, 410, 422, 503 */
export async function questionOf(
  registry: Registry,
  query: FeedQuery,
  reading: Pick<Question, 'limit' | 'origin'>,
  lastEventId?: string,
): Promise<Question> {
  const { type, solution, municipality } = query;
  const [asked, parameter] = lastEventId === undefined ? [query.after, 'after'] : [lastEventId, 'Last-Event-ID'];
  const after = asked === undefined ? START : await positionOf(registry, asked, parameter);
  await checkKnown(registry, query);
  return {
    ...reading,
    after,
    filter: {
      ...(type && { types: type.map(storedTypeOf) }),
      ...(solution && { solutionIds: solution }),
      ...(municipality && { municipalityNumbers: municipality }),
    },
  };
}
