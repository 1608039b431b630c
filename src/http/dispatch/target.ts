import type { IncomingMessage } from 'node:http';

/** What was asked for: path and query, as they were sent. */
export interface Target {
  readonly path: string;
  /** Without the question mark; empty where there is none. */
  readonly search: string;
}

/** A proxy may send the whole URL as the target (RFC 9112, 3.2.2): its scheme and name are left out. */
export function targetOf({ url = '' }: IncomingMessage): Target {
  const local = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '');
  const end = local.indexOf('?');
  return end < 0 ? { path: local, search: '' } : { path: local.slice(0, end), search: local.slice(end + 1) };
}
