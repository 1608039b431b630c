import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../config.ts';
import { requireNone } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit.ts';
import { whenNpmEnds } from './orphan.ts';

/** How long a start may still take that is to end, in milliseconds. It may wait for a server much longer, and nothing was accepted yet. */
const GRACE = 5_000;

export const serveCommand: CliCommand = {
  summary: 'start the service',
  help: `usage: npm run registry -- serve

Opens or creates the store in DATA_DIR, loads what is new of the municipality register, and serves until SIGINT, SIGTERM or SIGHUP,
then finishes what it has accepted. Settings are environment variables:

  HOST                       address to listen on (127.0.0.1)
  PORT                       port, 0 for any free one (8080)
  DATA_DIR                   folder of the store (./data)
  EVENT_STORE                engine of the log: sqlite, esdb://host:port[,…] or esdb+discover://host:port (sqlite)
  EVENT_STORE_USER_FILE      file with the name of the user for EventStoreDB
  EVENT_STORE_PASSWORD_FILE  file with the password
  EVENT_STORE_CA_FILE        file with the certificate of who signed those of its servers
  LOG_LEVEL                  trace, debug, info, warn, error, fatal or silent (info)
  VALIDATE_RESPONSES         yes: check every answer against the contract (no)
  DEVELOPMENT_BIND_ANY       yes: HOST may lie beyond loopback, without tokens, for a container (no)
  KNOWN_BAD_EVENTS           event ids that the read models leave out, separated by commas
`,
  options: {},
  async run(positionals) {
    requireNone('serve', positionals);
    const config = readConfig(process.env);
    const { promise: asked, resolve: end } = Promise.withResolvers<undefined>();
    // Before the start, so that none is missed by whoever stops what it has just seen listening. A terminal sends its signal to
    // the whole group, and a parent may pass it on: the second changes nothing.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { end(undefined); }); // prettier-ignore
    whenNpmEnds(() => { end(undefined); }); // prettier-ignore
    const { serve } = await import('../main.ts'); // the other commands would wait for it: it has most of the code
    const service = await Promise.race([serve(config), asked.then(() => sleep(GRACE, null, { ref: false }))]);
    if (service === null) process.exit(EXIT.done);
    await asked;
    await service.stop();
    return EXIT.done;
  },
};
