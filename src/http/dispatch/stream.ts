import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

/** What is written piece by piece: made while it is sent, never whole in memory. */
export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes chunks as fast as the client takes them, and no faster; between two of them others have their turn. Ends quietly when the
 * client goes away; what is left unread is closed.
 * @param begin called once, when there is something to write: what fails before can still be told as a problem
 */
export async function writeChunks(response: ServerResponse, chunks: Chunks, gone: AbortSignal, begin: () => void): Promise<void> {
  let hasBegun = false;
  try {
    for await (const chunk of chunks) {
      if (gone.aborted) return;
      if (!hasBegun) begin();
      hasBegun = true;
      if (!response.write(chunk)) await once(response, 'drain', { signal: gone });
      // After a drain too: where the system takes a chunk at once, that comes before the event loop has turned.
      await turn();
    }
    if (!hasBegun) begin();
    response.end();
  } catch (fault) {
    if (!gone.aborted) throw fault;
  }
}

/** Makes the first chunk, and lets the rest be: for an answer without a body that may still be refused. @throws Problem where it is */
export async function tryFirst(chunks: Chunks): Promise<void> {
  for await (const _first of chunks) return;
}

/** Aborts when the client has gone before it had its answer. */
export function goneWith(response: ServerResponse): AbortSignal {
  if (response.closed && !response.writableFinished) return AbortSignal.abort();
  const controller = new AbortController();
  response.once('close', () => { if (!response.writableFinished) controller.abort(); }); // prettier-ignore
  return controller.signal;
}
