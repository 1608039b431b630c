import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop that nobody else was given who asked so. What takes long is done in pieces of some milliseconds,
 * each in a turn of its own: were a hundred such questions under way, whoever asks for little waits for one piece, and not for a hundred.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
