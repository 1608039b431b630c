import type { NextFunction, Request, Response } from 'express';
import { begin } from './dispatch/head.ts';
import { methodNotAllowed } from './problems/method-not-allowed.ts';

const ALLOW = 'GET, HEAD, OPTIONS';

/**
 * Before what is only read: beside the contract, too, OPTIONS says what a path offers, and another method is refused.
 * Express by itself would say that there is nothing (404). @throws Problem method-not-allowed
 */
export function onlyRead({ method }: Request, response: Response, next: NextFunction): void {
  if (method === 'GET' || method === 'HEAD') next();
  else if (method === 'OPTIONS') {
    begin(response, 204, { Allow: ALLOW });
    response.end();
  } else throw methodNotAllowed(method, ALLOW);
}
