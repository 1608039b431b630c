import { codec } from '../codec.ts';
import { StoreError } from '../errors.ts';
import { hashAfter } from '../hash.ts';
import { metadataText } from '../metadata.ts';
import type { Stored } from '../port.ts';
import { send } from './append.ts';
import type { StreamHead } from '../stream-head.ts';
import { EMPTY } from './heads.ts';
import { lastRevision, type Log, readEvents } from './log.ts';
import { APPEND_LIMIT } from '../batch.ts';

/**
 * Writes events of another log as they are. All are looked at before the first is sent; then one append after the other, since only
 * that keeps their order. One that is cut short leaves a beginning of them, which may be sent again.
 * @throws StoreError `revision-conflict`, `corrupt`, `unavailable`, `outcome-unknown`
 */
export async function restore(log: Log, events: readonly Stored[]): Promise<void> {
  await check(log, events);
  for (const run of runsOf(events)) {
    const [first] = run;
    await send(log, { stream: first.stream, events: run, expected: first.revision - 1, imported: true });
  }
}

async function check(log: Log, events: readonly Stored[]): Promise<void> {
  const heads = new Map<string, StreamHead>();
  for (const stored of events) {
    const { stream, revision, id, metadata } = stored;
    const head = heads.get(stream) ?? (await headBefore(log, stored));
    if (revision !== head.revision + 1)
      throw new StoreError('revision-conflict', { stream, expected: revision - 1, actual: head.revision });
    if (hashAfter(head.hash, stored) !== metadata.hash)
      throw new StoreError('corrupt', { reason: `the hash of event ${id} does not continue the chain of ${stream}`, eventId: id });
    codec.decode(stored);
    heads.set(stream, { revision, hash: metadata.hash });
  }
}

/** What a batch's first event of a stream goes on from. Of a new stream nothing is asked: the append itself is refused where there is one. */
async function headBefore(log: Log, { stream, revision }: Stored): Promise<StreamHead> {
  if (revision === 0) return EMPTY;
  const known = log.heads.get(stream);
  if (known?.revision === revision - 1) return known;
  const [before] = await readEvents(log, stream, revision - 1, 1);
  if (before !== undefined) return { revision: before.revision, hash: before.metadata.hash };
  return { revision: await lastRevision(log, stream), hash: null };
}

type Run = [Stored, ...Stored[]];

/** Events that follow one another in one stream go in one append, up to its limit. */
function* runsOf(events: readonly Stored[]): Generator<Run> {
  let run: Run | undefined;
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.data) + Buffer.byteLength(metadataText(event.metadata));
    if (run?.[0].stream === event.stream && bytes + size <= APPEND_LIMIT) {
      run.push(event);
      bytes += size;
      continue;
    }
    if (run !== undefined) yield run;
    run = [event];
    bytes = size;
  }
  if (run !== undefined) yield run;
}
