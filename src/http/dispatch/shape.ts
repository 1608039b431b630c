import { escaped } from '../contract/pointer.ts';
import { shown } from '../contract/violations.ts';
import { Problem } from '../problems/problem.ts';

/** No request of the contract is nested deeper. */
const DEPTH_LIMIT = 16;
/** No body of the contract has a third as many, lists and objects counted too. */
export const VALUE_LIMIT = 2_000;

/**
 * Bounds what the schemas are asked to look at: a hostile body must exhaust neither the stack nor the time of others (every violation of
 * a long list would be told, and each of its items held against each other).
 * @returns how many members its objects have, all together. @throws Problem malformed-json, invalid-request
 */
export function membersWithin(body: unknown): number {
  let [values, members] = [0, 0];
  const look = (value: unknown, depth: number): void => {
    values += 1;
    if (depth >= DEPTH_LIMIT) throw new Problem('malformed-json', `the body is nested deeper than ${DEPTH_LIMIT} levels`);
    if (typeof value !== 'object' || value === null) return;
    const within = Object.values(value);
    if (!Array.isArray(value)) members += within.length;
    for (const one of within) look(one, depth + 1);
  };
  look(body, 0);
  if (values > VALUE_LIMIT) throw tooMany(values, body);
  return members;
}

function tooMany(values: number, body: unknown): Problem {
  const { pointer, count } = widest(body, '');
  const message = `the body has ${values} values, ${count} of them in ${pointer || 'the body itself'}; no body of the contract has more than ${VALUE_LIMIT}`;
  return new Problem('invalid-request', message, { errors: [{ pointer, parameter: null, rule: 'too-many-values', message }] });
}

interface Place {
  readonly pointer: string;
  /** How many values stand in it, without those within them. */
  readonly count: number;
}

/** The list or object with the most in it: what to look at first. */
function widest(value: unknown, pointer: string): Place {
  const within = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return within
    .map(([name, one]) => widest(one, `${pointer}/${escaped(shown(name))}`))
    .reduce((most, one) => (one.count > most.count ? one : most), { pointer, count: within.length });
}
