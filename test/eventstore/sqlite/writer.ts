/** A service in a process of its own: opens the store in a folder, records one event, says so, and stays. */
import { openSqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { newStream, reported } from '../events.ts';

const store = openSqliteStore({ path: process.argv[2] ?? '' });
await store.append(newStream(), [reported()], NO_STREAM);
process.stdout.write('recorded\n');
// It must be held: a store that nothing can reach is collected, and its lock with it.
setInterval(() => store, 60_000);
