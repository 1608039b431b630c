import type { IncomingMessage } from 'node:http';
import type { Allowance } from '../bounds.ts';
import { Problem } from '../problems/problem.ts';
import { parseJson } from './json.ts';

/** No request of the contract needs more, in bytes. */
const BODY_LIMIT = 262_144;

/** Reads and parses the JSON body of a request. @param room for the bodies of all requests. @throws Problem 400, 413, 415, 503 */
export async function readBody(request: IncomingMessage, room: Allowance): Promise<unknown> {
  checkMediaType(request);
  return parsed(decode(await readBytes(request, room)));
}

const JSON_TYPE = 'application/json';

function checkMediaType({ headers }: IncomingMessage): void {
  const sent = headers['content-type'] ?? '';
  if (sent !== JSON_TYPE) checkJson(sent);
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    throw unsupported(`encoded as ${String(headers['content-encoding'])}`);
}

/** The same in other words: with parameters, or in capitals. */
function checkJson(sent: string): void {
  const [type = '', ...parameters] = sent.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (type !== JSON_TYPE) throw unsupported(type === '' ? 'without a Content-Type' : `of type ${type}`);
  if (charset !== undefined && charset !== 'utf-8') throw unsupported(`in ${charset}`);
}

const unsupported = (what: string): Problem =>
  new Problem('unsupported-media-type', `a body ${what} is not read here; send application/json in UTF-8`, {
    headers: { accept: JSON_TYPE },
  });

const tooLarge = (): Problem =>
  new Problem('payload-too-large', `the body is over ${BODY_LIMIT} bytes`, { members: { limit: BODY_LIMIT } });

/**
 * The bytes of the body. What is over the limit is refused at once, but read to its end and dropped: a client that is still
 * sending would otherwise see a broken connection and not the answer. The server's request timeout bounds how long that lasts.
 */
function readBytes(request: IncomingMessage, room: Allowance): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge();
  // Not `for await`: leaving it would destroy the socket before the answer is written.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const over = (): void => {
      room.give(size);
      size = 0;
    };
    const refuse = (problem: Problem): void => {
      request.off('data', take).resume();
      over();
      reject(problem);
    };
    const take = (chunk: Buffer): void => {
      if (size + chunk.length > BODY_LIMIT) { refuse(tooLarge()); return; } // prettier-ignore
      try {
        room.take(chunk.length);
      } catch (full) {
        refuse(full as Problem);
        return;
      }
      size += chunk.length;
      chunks.push(chunk);
    };
    request.on('data', take);
    request.on('end', () => {
      over();
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.on('aborted', () => {
      over();
      reject(new Problem('malformed-json', 'the connection ended before the body did'));
    });
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-json', 'the body is not UTF-8', { cause });
  }
}

function parsed(text: string): unknown {
  if (text.trim() === '') throw new Problem('malformed-json', 'the body is empty; send one JSON object');
  return parseJson(text);
}
