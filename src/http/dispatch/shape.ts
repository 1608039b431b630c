import { Problem } from '../problems/problem.ts';

/** No request of the contract is nested deeper. */
const DEPTH_LIMIT = 16;
/** No list of the contract is longer. */
export const ARRAY_LIMIT = 1_000;
/** No object of the contract has nearly as many members. */
const MEMBER_LIMIT = 100;

/**
 * Bounds what the schemas are asked to look at: a hostile body must exhaust neither the stack nor the time of others (every violation of
 * a long list, or of a large object, would be told).
 * @returns how many members its objects have, all together. @throws Problem malformed-json, invalid-request
 */
export function membersWithin(value: unknown, pointer = '', depth = 0): number {
  if (depth >= DEPTH_LIMIT) throw new Problem('malformed-json', `the body is nested deeper than ${DEPTH_LIMIT} levels`);
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value) && value.length > ARRAY_LIMIT) throw tooLong(pointer, value.length);
  const within = Object.entries(value);
  if (!Array.isArray(value) && within.length > MEMBER_LIMIT) throw tooMany(pointer, within.length);
  let members = Array.isArray(value) ? 0 : within.length;
  for (const [key, one] of within) members += membersWithin(one, `${pointer}/${key}`, depth + 1);
  return members;
}

function tooLong(pointer: string, length: number): Problem {
  const message = `${pointer} has ${length} items; no list of the contract has more than ${ARRAY_LIMIT}`;
  return new Problem('invalid-request', message, { errors: [{ pointer, parameter: null, rule: 'maxItems', message }] });
}

function tooMany(pointer: string, members: number): Problem {
  const message = `${pointer === '' ? 'the body' : pointer} has ${members} members; no object of the contract has more than ${MEMBER_LIMIT}`;
  return new Problem('invalid-request', message, { errors: [{ pointer, parameter: null, rule: 'maxProperties', message }] });
}
