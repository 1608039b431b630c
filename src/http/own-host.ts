import type { IncomingMessage } from 'node:http';
import { Problem } from './problems/problem.ts';

/** An address, or this machine's own name: what no page of somebody else can make a browser send here under its own name. */
const OWN = /^(localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:\d+)?$/i;

/**
 * Without tokens, loopback is what keeps others out, and a web page gets past it when its name is made to resolve to this
 * machine (DNS rebinding). So the name that a request was sent to must be an address or localhost.
 * @returns the problem misdirected-request where it is not
 */
export function misdirected({ headers: { host = '' }, rawHeaders }: IncomingMessage): Problem | undefined {
  // Node takes the first of several; a proxy may have looked at another.
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length;
  if (hosts === 1 && OWN.test(host)) return undefined;
  return new Problem(
    'misdirected-request',
    `requests to ${host.slice(0, 100)} are not answered in development mode; use localhost or an address`,
  );
}
