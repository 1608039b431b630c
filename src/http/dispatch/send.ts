import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Position } from '../../domain/position.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Problem } from '../problems/problem.ts';
import type { Operation } from '../contract/operations.ts';
import type { Streamed } from '../contract/handlers.ts';
import { entityTag, isNamed, noneMatches } from './conditional.ts';
import { begin, type Headers } from './head.ts';
import type { Prebuilt } from './prebuilt.ts';
import { RELEASE } from './release.ts';
import { tryFirst, writeChunks } from './stream.ts';

/** A year: as long as anybody keeps anything. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** After how many seconds a probe may ask again whether the process is ready. */
const NOT_READY = { 'Retry-After': '5' };

/** Bytes that are soon copied. */
const SMALL = 16_384;

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
function registryHeaders(registry: Registry, position: Position): Headers {
  const { length } = registry.follower.leftOut;
  return { 'Registry-Position': printPosition(registry, position), ...(length > 0 && { 'Registry-Left-Out': length }) };
}

export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  operation: Operation,
  answer: AnyAnswer,
  registry: Registry,
): void {
  const { status, body, prebuilt, revision, location, folded = true, position } = answer;
  const content = prebuilt?.bytes ?? JSON.stringify(body);
  // A probe tells of the process, not of what is recorded: it has neither position nor tag.
  if (operation.method === 'get' && !operation.answers.has(304)) {
    sendWhole(request, response, status, content, status === 503 ? NOT_READY : {});
    return;
  }
  const tag = prebuilt?.tag ?? entityTag(content, revision);
  const { folded: head } = registry.follower;
  const headers: Record<string, string | number> = {
    ...registryHeaders(registry, position !== undefined && position > head ? position : head),
    ETag: tag,
    Vary: VARY,
    'Cache-Control': 'no-cache',
  };
  if (location !== undefined) headers['Location'] = location;
  if (!folded) headers['Registry-Folded'] = 'false';
  const known = request.headers['if-none-match'];
  if (status === 200 && (request.method === 'GET' || request.method === 'HEAD') && known !== undefined && noneMatches(known, tag)) {
    begin(response, 304, headers);
    response.end();
    return;
  }
  const next = (body as { next?: string | null } | undefined)?.next;
  if (typeof next === 'string') headers['Link'] = `<${next}>; rel="next"`;
  sendWhole(request, response, status, content, headers);
}

/**
 * Sends an answer piece by piece. A fault before the first is a problem like any other; one in the middle breaks the connection off.
 * @throws Problem where it is refused when it is made
 */
export async function sendStream(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Streamed,
  registry: Registry,
  gone: AbortSignal,
): Promise<void> {
  const { mediaType, chunks, validator, refusable = false, immutable = false, headers = {} } = answer;
  const tag = validator && tagOf(request, answer, registry);
  const isComplete = registry.follower.leftOut.length === 0; // else it is another one when the event has been mended
  const beginWith = (status: 200 | 304): void => {
    begin(response, status, {
      ...registryHeaders(registry, registry.follower.folded),
      Vary: VARY,
      'Cache-Control': immutable && isComplete ? IMMUTABLE : 'no-cache',
      ...headers,
      ...(tag !== undefined && { ETag: tag }),
      ...(status === 200 && { 'Content-Type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType }),
    });
  };
  const known = request.headers['if-none-match'];
  const isKnown = tag !== undefined && known !== undefined && noneMatches(known, tag);
  if (isKnown || request.method === 'HEAD') {
    // No refusal has a tag: who names it has had this very answer, and nothing need be made.
    if (refusable && !(isKnown && isNamed(known, tag))) await tryFirst(chunks);
    beginWith(isKnown ? 304 : 200);
    response.end();
    return;
  }
  await writeChunks(response, chunks, gone, () => { beginWith(200); }); // prettier-ignore
}

/** Of what the bytes hang on, since they are not there yet. */
function tagOf({ url }: IncomingMessage, { mediaType, validator = [] }: Streamed, { store, follower }: Registry): string {
  return entityTag(JSON.stringify([RELEASE, store.logId, follower.leftOut, url, mediaType, ...validator]));
}

function sendWhole(request: IncomingMessage, response: ServerResponse, status: number, content: Buffer | string, headers: Headers): void {
  begin(response, status, { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) });
  if (request.method === 'HEAD') response.end();
  // As a text, a byte each, it goes out with the head in one piece; two cost more than the copy.
  else if (content.length <= SMALL && typeof content !== 'string') response.end(content.toString('latin1'), 'latin1');
  else response.end(content);
}

export function sendProblem(response: ServerResponse, problem: Problem, requestId: string, registry: Registry): void {
  if (response.headersSent) {
    response.destroy(); // half an answer must not look whole
    return;
  }
  const bytes = Buffer.from(JSON.stringify(problem.body(requestId)));
  begin(response, problem.status, {
    ...registryHeaders(registry, registry.follower.folded),
    ...problem.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
