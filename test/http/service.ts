import { Agent, createServer, type IncomingHttpHeaders, request, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Position } from '../../src/domain/position.ts';
import type { EventStore } from '../../src/eventstore/port.ts';
import { createApp } from '../../src/http/app.ts';
import type { Bounds } from '../../src/http/bounds.ts';
import type { FeedOptions } from '../../src/http/feed/options.ts';
import type { components } from '../../src/http/contract/contract.d.ts';
import { loadMunicipalityRegister } from '../../src/reference/load.ts';
import { Registry } from '../../src/registry/registry.ts';
import { breachesOf, schemaNamed } from './contract.ts';
import { breachesOfContract } from './declared.ts';
import { openLogOf } from './log.ts';

export type Schemas = components['schemas'];
export type Headers = Readonly<Record<string, string | string[]>>;

/** The service's clock: it stands still until a test moves it. */
export interface Clock {
  now: number;
  set(instant: string): void;
}

/** An answer, checked against the contract before a test sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as a schema of the contract has it. @throws Error where it is something else */
  as<Name extends keyof Schemas>(name: Name): Schemas[Name];
  /** The body as a problem of this code. @throws Error where it is another, or none */
  problem(code: Schemas['ProblemCode']): Schemas['Problem'];
  readonly etag: string;
}

export interface Service {
  readonly registry: Registry;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly folder: string;
  readonly app: RequestListener;
  readonly server: Server;
  /** What the service logged as faults. */
  readonly faults: readonly { readonly err?: { readonly message: string } }[];
  readonly ask: (method: string, target: string, asked?: { readonly headers?: Headers; readonly body?: unknown }) => Promise<Answer>;
  readonly get: (target: string, headers?: Headers) => Promise<Answer>;
  /** Posts JSON; a text or bytes go as they are. */
  readonly post: (target: string, body: unknown, headers?: Headers) => Promise<Answer>;
  /** Posts what replaces: with the ETag that its parent has now. */
  readonly change: (target: string, body: unknown, headers?: Headers) => Promise<Answer>;
  /** The position of the last event of the log itself, not of what was folded. */
  readonly head: () => Promise<Position>;
  /** How many events the log itself has had since the service began: positions count them on one engine only. */
  readonly grown: () => Promise<number>;
  /** Stops serving and leaves the store as it is. */
  readonly stop: () => Promise<void>;
  /** Stops serving and removes the store. */
  readonly end: () => Promise<void>;
}

export interface ServiceOptions {
  /** A store that is there already; default a new one. */
  readonly folder?: string;
  readonly now?: string;
  readonly knownBad?: ReadonlySet<string>;
  /** Puts something between the service and its log. */
  readonly between?: (store: EventStore) => EventStore;
  /** Whether the municipality register is loaded; default yes. */
  readonly register?: boolean;
  /** How the log may be followed. */
  readonly feed?: Partial<FeedOptions>;
  /** How much is taken in hand at once. */
  readonly bounds?: Partial<Bounds>;
}

/** The day on which the examples of the contract are told. */
export const TODAY = '2026-02-03T09:00:00.000Z';

/** Starts a service of its own in this process, on a store in a temporary folder. Whoever starts it ends it. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'registry-http-'));
  const clock: Clock = {
    now: Date.parse(options.now ?? TODAY),
    set(instant) {
      this.now = Date.parse(instant);
    },
  };
  const now = () => clock.now;
  const opened = await openLogOf(folder, now);
  const store = options.between?.(opened) ?? opened;
  const registry = new Registry(store, { now, knownBad: options.knownBad ?? new Set() });
  const faults: Service['faults'][number][] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => faults.push(JSON.parse(line) as Service['faults'][number]) });
  await registry.start((fault) => {
    logger.error({ err: fault }, 'the read models have stopped');
  });
  if (options.register ?? true) await loadMunicipalityRegister(registry);
  const app = createApp({
    registry,
    logger,
    validateResponses: true,
    ...(options.feed && { feed: options.feed }),
    ...(options.bounds && { bounds: options.bounds }),
  });
  const server = createServer(app);
  // A test may think longer than five seconds between two questions: a connection that the server closes just then would be reset.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });

  let counted = { events: 0, upTo: await opened.head() };
  const grown = async (): Promise<number> => {
    let { events, upTo } = counted;
    for await (const { position } of opened.readStored(upTo)) {
      events += 1;
      upTo = position;
    }
    counted = { events, upTo };
    return events;
  };

  const ask: Service['ask'] = async (method, target, { headers = {}, body } = {}) => {
    const sent = await send({ agent, port, method, target, headers, body });
    if (/^\/(v1|health)(\/|\?|$)/.test(target)) {
      const breaches = breachesOfContract(method, target, sent);
      if (breaches.length > 0)
        throw new Error(`${method} ${target} broke the contract: ${breaches.join('; ')}\n${sent.text.slice(0, 500)}`);
    }
    if (sent.status === 500 && options.between === undefined)
      throw new Error(`${method} ${target} answered 500: ${faults.findLast(({ err }) => err)?.err?.message ?? 'and logged nothing'}`);
    return answer(sent);
  };
  const get: Service['get'] = (target, headers = {}) => ask('GET', target, { headers });
  const post: Service['post'] = (target, body, headers = {}) =>
    ask('POST', target, { headers: { 'Content-Type': 'application/json', ...headers }, body });
  const stop = async () => {
    if (!server.listening) return;
    agent.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await registry.stop();
    await opened.close();
  };
  return {
    registry,
    store,
    clock,
    folder,
    app,
    server,
    faults,
    ask,
    get,
    post,
    change: async (target, body, headers = {}) => {
      const { etag } = await get(parentOf(target, (eventId) => registry.models.facts.trace(eventId)));
      return post(target, body, { 'If-Match': etag, ...headers });
    },
    head: () => opened.head(),
    grown,
    stop,
    end: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Trace = { readonly solutionId: string; readonly municipalityNumber: string | null } | undefined;

/** What a change is about: the solution, or the adoption. A fact itself has its parent's revision. */
function parentOf(target: string, traceOf: (eventId: string) => Trace): string {
  const path = target.replace(/\?.*$/, '');
  const eventId = /^\/v1\/facts\/([^/]+)\//.exec(path)?.[1];
  const trace = eventId === undefined ? undefined : traceOf(eventId);
  if (trace !== undefined)
    return `/v1/solutions/${trace.solutionId}${trace.municipalityNumber === null ? '' : `/adoptions/${trace.municipalityNumber}`}`;
  return path.replace(/\/[^/]+$/, '');
}

interface Sent {
  readonly agent: Agent;
  readonly port: number;
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: unknown;
}

function send({ agent, port, method, target, headers, body }: Sent): Promise<Pick<Answer, 'status' | 'headers' | 'text'>> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      const answered = () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() });
      };
      // A stream never ends: it is left after its first words.
      const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (isStream) {
          answered();
          sent.destroy();
        }
      });
      response.on('error', reject);
      response.on('end', answered);
    });
    sent.on('error', reject);
    sent.end(body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
}

const answer = ({ status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>): Answer => {
  const as: Answer['as'] = (name) => {
    const body = JSON.parse(text) as Schemas[typeof name];
    const breaches = breachesOf(schemaNamed(name), body);
    if (breaches.length > 0) throw new Error(`${status} is no ${name}: ${breaches.join('; ')}\n${text.slice(0, 500)}`);
    return body;
  };
  return {
    status,
    headers,
    text,
    as,
    problem(code) {
      const problem = as('Problem');
      if (problem.code !== code) throw new Error(`${status} ${problem.code}, not ${code}: ${problem.detail}`);
      return problem;
    },
    get etag() {
      if (headers.etag === undefined) throw new Error(`${status} without an ETag: ${text.slice(0, 300)}`);
      return headers.etag;
    },
  };
};
