import type { CivilDate } from '../../domain/civil-date.ts';
import { type ResolvedMoment, resolveMoment, type UnansweredMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Received } from '../contract/handlers.ts';
import { anotherLog } from '../dispatch/min-position.ts';
import { Problem } from '../problems/problem.ts';

export interface Asked {
  readonly query: { readonly asOf?: string; readonly knownAt?: string };
  readonly received: Received;
}

/** The moment that a read is answered for. @throws Problem 410, 422 */
export async function momentOf(registry: Registry, { query, received }: Asked): Promise<ResolvedMoment> {
  const resolved = await resolveMoment(registry, { asOf: query.asOf as CivilDate | undefined, knownAt: query.knownAt }, received.arrivedAt);
  if ('code' in resolved) throw unanswered(resolved);
  return resolved;
}

function unanswered(why: UnansweredMoment): Problem {
  switch (why.code) {
    case 'position-of-another-log':
      return anotherLog(why.position, why.logId);
    case 'position-after-head':
      return violated(why.code, `knownAt ${why.position} is beyond the head ${why.head}`, { head: why.head });
    case 'instant-not-past':
      return violated(why.code, `knownAt ${why.instant} lies in the future; it is ${why.now}`, { latest: why.now });
  }
}

const violated = (code: 'position-after-head' | 'instant-not-past', message: string, members: object): Problem =>
  new Problem(code, message, { members, errors: [{ pointer: null, parameter: 'knownAt', rule: code, message }] });

/** What a path names and the registry does not know at the moment asked for. */
export function missing(
  code: 'unknown-solution' | 'unknown-organisation' | 'unknown-programme' | 'unknown-municipality' | 'unknown-fact',
  message: string,
  parameter: string,
): Problem {
  return new Problem(code, message, { status: 404, errors: [{ pointer: null, parameter, rule: code, message }] });
}
