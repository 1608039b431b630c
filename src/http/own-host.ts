import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Problem } from './problems/problem.ts';

/** An address, or this machine's own name: what no page of somebody else can make a browser send here under its own name. */
const OWN = /^(localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:\d+)?$/i;

/**
 * Without tokens, loopback is what keeps others out, and a web page gets past it when its name is made to resolve to this
 * machine (DNS rebinding). So the name that a request was sent to must be an address or localhost. @throws Problem misdirected-request
 */
export const ownHost: RequestHandler = (request: Request, _response: Response, next: NextFunction): void => {
  const host = request.headers.host ?? '';
  if (!OWN.test(host))
    throw new Problem(
      'misdirected-request',
      `requests to ${host.slice(0, 100)} are not answered in development mode; use localhost or an address`,
    );
  next();
};
