import type { ServerResponse } from 'node:http';
import { requestIdOf } from '../request-id.ts';
import { OF_DATA } from '../security-headers.ts';

export type Headers = Readonly<Record<string, string | number>>;

const ON_EVERY_ANSWER = [...OF_DATA].flat();

/** Begins an answer: status, the headers of every answer, and its own. In one go, which costs Node half of one by one. */
export function begin(response: ServerResponse, status: number, own: Headers): void {
  const headers: (string | number)[] = ['Request-Id', requestIdOf(response.req), ...ON_EVERY_ANSWER];
  for (const [name, value] of Object.entries(own)) headers.push(name, value);
  response.writeHead(status, headers);
}
