import { Problem } from './problem.ts';

/** @param allow the methods that there are, as the header has them */
export const methodNotAllowed = (method: string, allow: string): Problem =>
  new Problem('method-not-allowed', `${method} is not offered here; ${allow} are`, {
    headers: { allow },
    members: { allowed: allow.split(', ') },
  });
