import type { Request, Response } from 'express';
import type { Position } from '../../domain/position.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Problem } from '../problems/problem.ts';
import type { Operation } from '../contract/operations.ts';
import type { Streamed } from '../contract/handlers.ts';
import { entityTag, noneMatches } from './conditional.ts';
import type { Prebuilt } from './prebuilt.ts';
import { RELEASE } from './release.ts';
import { writeChunks } from './stream.ts';

/** A year: as long as anybody keeps anything. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** What answers may hang on besides the address. */
const VARY = 'Accept, Accept-Language';

/** An answer as the dispatcher sends it; handlers.ts has its types by operation. */
export interface AnyAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a body. */
  readonly prebuilt?: Prebuilt;
  readonly revision?: number;
  readonly location?: string;
  readonly folded?: boolean;
  readonly position?: Position;
}

/** What every answer under the contract says of the log that it was given from. */
function registryHeaders(response: Response, registry: Registry, position: Position): void {
  response.set('Registry-Position', printPosition(registry, position));
  if (registry.follower.leftOut > 0) response.set('Registry-Left-Out', String(registry.follower.leftOut));
}

export function sendAnswer(request: Request, response: Response, operation: Operation, answer: AnyAnswer, registry: Registry): void {
  const { status, body, prebuilt, revision, location, folded = true, position } = answer;
  const bytes = prebuilt?.bytes ?? Buffer.from(JSON.stringify(body));
  // A probe tells of the process, not of what is recorded: it has neither position nor tag.
  if (operation.method === 'get' && !operation.answers.has(304)) {
    sendBytes(request, response, status, bytes);
    return;
  }
  const tag = prebuilt?.tag ?? entityTag(bytes, revision);
  const { folded: head } = registry.follower;
  registryHeaders(response, registry, position !== undefined && position > head ? position : head);
  response.set({ ETag: tag, Vary: VARY, 'Cache-Control': 'no-cache' });
  if (location !== undefined) response.set('Location', location);
  if (!folded) response.set('Registry-Folded', 'false');
  const known = request.headers['if-none-match'];
  if (status === 200 && (request.method === 'GET' || request.method === 'HEAD') && known !== undefined && noneMatches(known, tag)) {
    response.status(304).end();
    return;
  }
  const next = (body as { next?: string | null } | undefined)?.next;
  if (typeof next === 'string') response.set('Link', `<${next}>; rel="next"`);
  sendBytes(request, response, status, bytes);
}

/** Sends an answer piece by piece. A fault before the first is a problem like any other; one in the middle breaks the connection off. */
export async function sendStream(
  request: Request,
  response: Response,
  answer: Streamed,
  registry: Registry,
  gone: AbortSignal,
): Promise<void> {
  const { mediaType, chunks, validator, immutable = false, headers = {} } = answer;
  const tag = validator && tagOf(request, answer, registry);
  const begin = (status: number): void => {
    registryHeaders(response, registry, registry.follower.folded);
    response.status(status).set({ Vary: VARY, 'Cache-Control': immutable ? IMMUTABLE : 'no-cache', ...headers });
    if (tag !== undefined) response.set('ETag', tag);
    if (status === 200) response.setHeader('Content-Type', mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  };
  const known = request.headers['if-none-match'];
  const isKnown = tag !== undefined && known !== undefined && noneMatches(known, tag);
  if (isKnown || request.method === 'HEAD') {
    begin(isKnown ? 304 : 200);
    response.end();
    return;
  }
  await writeChunks(response, chunks, gone, () => { begin(200); }); // prettier-ignore
}

/** Of what the bytes hang on, since they are not there yet. */
function tagOf({ url }: Request, { mediaType, validator = [] }: Streamed, { store, follower }: Registry): string {
  return entityTag(Buffer.from(JSON.stringify([RELEASE, store.logId, follower.leftOut, url, mediaType, ...validator])));
}

function sendBytes(request: Request, response: Response, status: number, bytes: Buffer): void {
  response.status(status).setHeader('Content-Type', 'application/json').setHeader('Content-Length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

export function sendProblem(response: Response, problem: Problem, requestId: string, registry: Registry): void {
  if (response.headersSent) {
    response.destroy(); // half an answer must not look whole
    return;
  }
  registryHeaders(response, registry, registry.follower.folded);
  const bytes = Buffer.from(JSON.stringify(problem.body(requestId)));
  response.status(problem.status).set({
    ...problem.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': String(bytes.length),
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
