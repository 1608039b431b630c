import type { Line } from '../measure.ts';
import { appendLines } from './appends.ts';
import { catchUpLines } from './catch-up.ts';
import { commandLines } from './commands.ts';
import { bareClient, newPrefix, openLog } from './server.ts';

/** What the registry costs on an EventStoreDB, beside the vendor's bare client on the same server in the same run. */
export async function* eventStoreDbLines(events: number): AsyncGenerator<Line> {
  const client = bareClient();
  const [appending, commanding, catchingUp] = [newPrefix(), newPrefix(), newPrefix()];
  const [first, second, third] = [await openLog(appending), await openLog(commanding), await openLog(catchingUp)];
  try {
    yield* appendLines(first, client);
    yield* commandLines(second, client);
    yield* catchUpLines(third, catchingUp, events);
  } finally {
    for (const store of [first, second, third]) await store.close();
    await client.dispose();
  }
}
