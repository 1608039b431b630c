import { START } from '../../domain/position.ts';
import { StoreError } from '../../eventstore/errors.ts';
import type { EventStore, Stored } from '../../eventstore/port.ts';
import { lineOf } from '../../eventstore/transfer/form.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { progress } from '../progress.ts';
import { batches, check } from './exported.ts';

/**
 * Imports into a log that cannot be put in place as a whole: event by event, in order. What an import that was cut short has left is
 * recognised as the beginning of the file, and it goes on behind that. In the end the log is read once more beside the file.
 * @throws StoreError
 */
export async function importIntoServer(file: string, store: EventStore): Promise<ExitCode> {
  if ((await check(file)) > 0) return EXIT.findings;
  const standing = await eventsStanding(file, store);
  const told = progress('imported events', null);
  told.advance(standing);
  let passed = 0;
  for await (const batch of batches(file)) {
    const open = batch.slice(Math.max(0, standing - passed));
    passed += batch.length;
    if (open.length > 0) await store.restore(open);
    told.advance(open.length);
  }
  told.end();
  const verified = await eventsStanding(file, store);
  if (verified !== passed)
    throw new StoreError('corrupt', { reason: `the log has ${verified} events after the import, and the file ${passed}` });
  process.stderr.write(`verified ${verified} events, line by line with ${file}\n`);
  return EXIT.done;
}

/** How many events the log has, each that of the file at the same place. @throws StoreError `unavailable` where it has another */
async function eventsStanding(file: string, store: EventStore): Promise<number> {
  const exported = eventsOf(file);
  let count = 0;
  for await (const event of store.readStored(START)) {
    const { value } = await exported.next();
    if (value === undefined || lineOf(value) !== lineOf(event)) {
      await exported.return(undefined);
      throw new StoreError('unavailable', {
        reason: `a log is imported into an empty one, or goes on where an import of the same file was cut short; event ${event.id} at position ${event.position} is not the file's event ${count + 1}`,
      });
    }
    count += 1;
  }
  await exported.return(undefined);
  return count;
}

async function* eventsOf(file: string): AsyncGenerator<Stored, undefined> {
  for await (const batch of batches(file)) yield* batch;
  return undefined;
}
