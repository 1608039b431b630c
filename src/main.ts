import { type AddressInfo, createServer, type Server } from 'node:net';
import { type Logger, pino } from 'pino';
import { type Config, ConfigurationError, isLoopback } from './config.ts';
import { EXIT } from './cli/exit.ts';
import { openLog, placeOf } from './open-log.ts';
import { START } from './domain/position.ts';
import type { EventStore } from './eventstore/port.ts';
import { createApp } from './http/app.ts';
import { Metrics } from './http/metrics/metrics.ts';
import { httpServer } from './http/server.ts';
import { stdoutByTurns } from './log-lines.ts';
import type { Follower } from './projections/follower.ts';
import { loadMunicipalityRegister } from './reference/load.ts';
import { SnapshotKeeper } from './registry/snapshots/keeper.ts';
import { type Begun, Snapshot } from './registry/snapshots/snapshot.ts';
import { snapshotsOf } from './snapshot-process.ts';
import { Registry } from './registry/registry.ts';

/** How long a start waits for an EventStoreDB that cannot be reached, in milliseconds. Then whoever started it may try again. */
const PATIENCE = 60_000;

export interface Service {
  readonly url: string;
  /** Stops taking requests, finishes those that were accepted, and closes the store. */
  stop(): Promise<void>;
}

/** Starts the service: store, read models, register, HTTP. @throws StoreError, UnsupportedContract, ConfigurationError */
export async function serve(config: Config): Promise<Service> {
  const logger = pino({ level: config.LOG_LEVEL }, stdoutByTurns());
  const metrics = new Metrics();
  await requireAddress(config);
  const store = await openLog(config, {
    patience: PATIENCE,
    onCommit: (commit) => { metrics.log.committed(commit); }, // prettier-ignore
    onFailure: (error) => {
      logger.fatal({ err: error }, 'the log has failed; the process ends');
      process.exit(EXIT.store); // only a restart, which reads what is on the disk, can be believed
    },
    onMigration: (versions) => { logger.warn(versions, 'the store is led to the version of this release, and no older one will open it'); }, // prettier-ignore
    onWaiting: (reason) => { logger.warn({ reason }, `waiting for ${placeOf(config)}`); }, // prettier-ignore
    onDropped: ({ isTooSlow, ...drop }) => { logger[isTooSlow ? 'info' : 'warn'](drop, 'the subscription broke off and goes on'); }, // prettier-ignore
  });
  try {
    return await serveFrom(store, config, logger, metrics);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serveFrom(store: EventStore, config: Config, logger: Logger, metrics: Metrics): Promise<Service> {
  const taking = snapshotsOf(config);
  const knownBad = new Set(config.KNOWN_BAD_EVENTS);
  const registry = new Registry(store, {
    knownBad,
    snapshot: new Snapshot(config.DATA_DIR, knownBad),
    onFold: (seconds) => { metrics.log.folded(seconds); }, // prettier-ignore
  });
  const begun = await registry.start((fault) => { logger.fatal({ err: fault }, 'the read models have stopped'); }); // prettier-ignore
  tellOfStart(registry.follower, begun, logger);
  const { unmet } = registry.follower;
  if (unmet.length > 0) logger.warn({ events: unmet }, 'KNOWN_BAD_EVENTS lists events that the log does not have');
  try {
    const recorded = await loadMunicipalityRegister(registry);
    logger.info({ events: recorded }, recorded === 0 ? 'the municipality register is up to date' : 'the municipality register was loaded');
    const closing = new AbortController();
    const { VALIDATE_RESPONSES: validateResponses, DEVELOPMENT_BIND_ANY: anyHost } = config;
    const { server, drained } = httpServer(
      createApp({ registry, logger, validateResponses, anyHost, feed: { closing: closing.signal }, metrics }),
      logger,
    );
    const url = await listen(server, config);
    const always = logger.child({}, { level: 'info' }); // whatever the log level, for whoever waits for it
    announce(url, config, always);
    const keeper = new SnapshotKeeper(registry, begun.events, taking, (fault) => { logger.error({ err: fault }, 'no snapshot could be taken'); }); // prettier-ignore
    return {
      url,
      async stop() {
        closing.abort(); // who waits for events is answered, and would otherwise hold the server open
        await drained();
        await registry.stop();
        await keeper.end();
        await store.close();
        always.info('stopped'); // without it, the process was killed
      },
    };
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

/** What the read models came to: one that has stopped on the way is not current, whatever it began from. */
function tellOfStart(follower: Follower, begun: Begun, logger: Logger): void {
  const stopped = follower.health().filter(({ status }) => status === 'stopped');
  const told = { ...begun, folded: follower.folded };
  if (stopped.length > 0)
    logger.error({ ...told, stopped: stopped.map(({ name, reason }) => ({ name, reason })) }, 'the start goes on with read models that have stopped'); // prettier-ignore
  else if (begun.unusable === undefined) logger.info(told, 'the read models are current');
  else logger.info(told, 'the snapshot does not fit and was thrown away; the log was folded anew');
  // A folder that was not mounted looks like this, too.
  if (stopped.length === 0 && follower.folded === START) logger.info('the log is a new one: nothing was ever recorded in it');
}

/** Tries the address before the store is opened: a start that is refused is to leave the store as it was, for the release that wrote it. @throws as `listen` */
async function requireAddress(config: Config): Promise<void> {
  const server = createServer((early) => { early.destroy(); }); // prettier-ignore
  await listen(server, config);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => { resolve(undefined); }); // prettier-ignore
  await promise;
}

/** @throws ConfigurationError where the machine does not let us: the port is taken, the address is not its own */
async function listen(server: Server, { HOST, PORT }: Config): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', ({ message }) => {
    reject(new ConfigurationError(`the configuration is wrong:\n  HOST, PORT: ${HOST} port ${PORT} cannot be listened on: ${message}`));
  });
  server.listen(PORT, HOST, () => { resolve(undefined); }); // prettier-ignore
  await promise;
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** One JSON line on stdout; and on stderr for the person who started it. */
function announce(url: string, config: Config, logger: Logger): void {
  const { HOST } = config;
  const places = {
    api: `${url}/`,
    documentation: `${url}/docs/`,
    health: `${url}/health/ready`,
    mode: 'development',
    store: placeOf(config),
  };
  logger.info(places, `listening on ${url}`);
  const beyond = isLoopback(HOST) ? '' : `\n  It listens on ${HOST}, beyond this machine: whoever reaches it may record anything.`;
  process.stderr.write(`
National Solution Registry
  API            ${places.api}
  Documentation  ${places.documentation}
  Health         ${places.health}
  Mode           DEVELOPMENT: no tokens; every request acts as the national supplier function${beyond}
  Store          ${places.store}

`);
}
