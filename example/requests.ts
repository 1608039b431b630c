import { createHash } from 'node:crypto';
import { readData } from './data.ts';

/** A request that the registry's API offers, as the files in data/ have it. */
export interface ExampleRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly body: object;
}

/** All requests, in order: what names something comes after what it names. */
export async function exampleRequests(): Promise<ExampleRequest[]> {
  const lists = ['organisations.json', 'programmes.json', 'solutions.json'].map((file) => readData<ExampleRequest[]>(file));
  return (await Promise.all(lists)).flat();
}

/**
 * Sends one request. It may be sent again, today or at the next start: it is answered as then, and recorded once.
 * @param base the address of the registry, `http://host:port`
 * @throws Error with the request and the registry's reason when it is refused
 */
export async function send(base: string, { method, path, body }: ExampleRequest, signal: AbortSignal): Promise<void> {
  const content = JSON.stringify(body);
  const headers = {
    'Content-Type': 'application/json',
    'Idempotency-Key': keyOf(path, content),
    ...(await precondition(base, path, signal)),
  };
  const response = await fetch(base + path, { method, headers, body: content, signal });
  await answered(response, `${method} ${path} ${content}`);
}

/** The same for the same request, wherever it stands in its list, so that a list may grow in its middle. */
const keyOf = (path: string, content: string): string => `example-${createHash('sha256').update(`${path}\n${content}`).digest('hex')}`;

/** What is said of a solution replaces what was said before, so the registry wants to know which state of it is meant: the one it has now. */
async function precondition(base: string, path: string, signal: AbortSignal): Promise<Record<string, string>> {
  const solution = /^\/v1\/solutions\/[^/]+(?=\/)/.exec(path)?.[0];
  if (solution === undefined) return {};
  const response = await fetch(base + solution, { signal });
  await answered(response, `GET ${solution}`);
  return { 'If-Match': response.headers.get('ETag') ?? '' };
}

async function answered(response: Response, request: string): Promise<void> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${request} was refused: ${response.status} ${text}`);
}
