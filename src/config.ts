import { resolve } from 'node:path';
import { z } from 'zod';
import { type Address, parseAddress } from './eventstore/eventstoredb/address.ts';

/** What a setting must be, and what it is instead. Not for one that may hold a password. */
const must = (be: string) => ({ error: ({ input }: { readonly input: unknown }) => `must be ${be}, not «${String(input)}»` });

const aPort = must('a number from 0 to 65535');
const port = z
  .string()
  .regex(/^\d{1,5}$/, aPort)
  .transform(Number)
  .pipe(z.number().max(65_535, aPort));
const flag = z.stringbool(must('yes or no'));
const ids = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((id) => id.trim().toLowerCase())
      .filter((id) => id !== ''),
  ) // prettier-ignore
  // Also those that RFC 9562 does not know: an EventStoreDB takes any from whoever else writes there.
  .pipe(z.array(z.guid({ error: ({ input }) => `must be the ids of events, separated by commas; «${String(input)}» is none` })));

/** SQLite in DATA_DIR, or where an EventStoreDB is. */
const engine = z.string().transform((text, context): 'sqlite' | Address => {
  if (text === 'sqlite') return text;
  try {
    return parseAddress(text);
  } catch (error) {
    // Its message leaves out what may be a password.
    context.addIssue((error as RangeError).message);
    return z.NEVER;
  }
});
const NOT_BLANK = /\S/;
const file = z.string().regex(NOT_BLANK, must('the path of a file')).nullable().default(null);
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every setting: its environment variable, what it takes and its default. */
const settings = z.strictObject({
  /** The address to listen on. Another than a loopback one needs DEVELOPMENT_BIND_ANY=yes, since nobody is asked for a token yet. */
  HOST: z.string().regex(NOT_BLANK, must('an address to listen on, as 127.0.0.1')).default('127.0.0.1'),
  /** 0: any free one. */
  PORT: port.default(8080),
  /** The folder of the embedded store. From the root on: SQLite takes a name that begins with `file:` for an address. */
  DATA_DIR: z.string().regex(NOT_BLANK, must('the path of a folder')).default('./data').transform((path) => resolve(path)), // prettier-ignore
  /** The engine of the log. */
  EVENT_STORE: engine.default('sqlite'),
  /** Files with nothing but the user's name and password for EventStoreDB; read again when it refuses them. */
  EVENT_STORE_USER_FILE: file,
  EVENT_STORE_PASSWORD_FILE: file,
  /** The certificate (PEM) of who signed those of the servers. */
  EVENT_STORE_CA_FILE: file,
  LOG_LEVEL: z.enum(levels, must(`one of ${levels.join(', ')}`)).default('info'),
  /** Checks every answer against the contract, at some cost. */
  VALIDATE_RESPONSES: flag.default(false),
  /** Listens beyond loopback without tokens: for a container, whose port is published to loopback. */
  DEVELOPMENT_BIND_ANY: flag.default(false),
  /** Event ids, separated by commas, that the read models leave out; readiness and every answer say how many. */
  KNOWN_BAD_EVENTS: ids.default([]),
});

export type Config = z.output<typeof settings>;

/** Settings that are missing, unknown or wrong: all of them at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** A name as somebody remembers it: in any case, without underscores, of one or of several. */
const bare = (name: string): string => name.toUpperCase().replaceAll('_', '').replace(/S$/, '');
const names = new Set(Object.keys(settings.shape).map(bare));
/** Beginnings of ours, or their second half. None that others have too: BIND_ADDRESS and CA_FILE may be of anybody. */
const families = /^(DATA_DIR|LOG_LEVEL|VALIDATE_|KNOWN_BAD|BAD_EVENT|EVENT_STORE|DEVELOPMENT_|BIND_ANY)/i;

type Environment = Readonly<Record<string, string | undefined>>;

/** What Kubernetes tells a container of a service beside it, by the service's name: that of the log may well be `event-store`. */
const ofKubernetes = /^_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;
const isOfKubernetes = (name: string, environment: Environment): boolean =>
  Object.keys(environment)
    .flatMap((host) => /^(.+)_SERVICE_HOST$/.exec(host)?.[1] ?? [])
    .some((service) => name.startsWith(service) && ofKubernetes.test(name.slice(service.length)));

/** Whether a variable is a setting of ours, or a misspelt one that must not be passed over in silence. */
const isOurs = (name: string, environment: Environment): boolean =>
  names.has(bare(name)) || (families.test(name) && !isOfKubernetes(name, environment));

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

/** Reads the settings from the environment. @throws ConfigurationError that names every fault */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => value !== undefined && isOurs(name, environment)));
  const parsed = settings.safeParse(given);
  const found = [...(parsed.error?.issues.flatMap(faults) ?? []), ...exposed(given), ...(parsed.success ? engineFaults(parsed.data) : [])];
  if (!parsed.success || found.length > 0) throw new ConfigurationError(`the configuration is wrong:\n${found.join('\n')}`);
  return parsed.data;
}

function faults(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => `  ${name}: there is no such setting; there are ${Object.keys(settings.shape).join(', ')}`);
  return [`  ${String(issue.path[0])}: ${issue.message}`];
}

/** Nobody is asked for a token, so that another address than a loopback one must be wanted. */
function exposed({ HOST, DEVELOPMENT_BIND_ANY }: Environment): string[] {
  if (HOST === undefined || HOST.trim() === '' || isLoopback(HOST) || flag.safeParse(DEVELOPMENT_BIND_ANY).data === true) return [];
  return [`  HOST: ${HOST} is not a loopback address; without tokens, DEVELOPMENT_BIND_ANY=yes is needed to listen on it`];
}

/** Settings of EventStoreDB that do not go together. */
function engineFaults({
  EVENT_STORE,
  EVENT_STORE_USER_FILE: user,
  EVENT_STORE_PASSWORD_FILE: password,
  EVENT_STORE_CA_FILE: authority,
}: Config): string[] {
  const given = Object.entries({ EVENT_STORE_USER_FILE: user, EVENT_STORE_PASSWORD_FILE: password, EVENT_STORE_CA_FILE: authority });
  if (EVENT_STORE === 'sqlite')
    return given.flatMap(([name, path]) => (path === null ? [] : [`  ${name}: is for EventStoreDB, and EVENT_STORE is sqlite`]));
  const found: string[] = [];
  if ((user === null) !== (password === null))
    found.push(`  ${user === null ? 'EVENT_STORE_USER_FILE' : 'EVENT_STORE_PASSWORD_FILE'}: is missing, where the other is given`);
  if (user !== null && EVENT_STORE.credentials !== null)
    found.push('  EVENT_STORE_USER_FILE: EVENT_STORE has a user and a password too; leave them out there');
  if (/[?&]tls=false\b/i.test(EVENT_STORE.url)) {
    if (user !== null || EVENT_STORE.credentials !== null)
      found.push('  EVENT_STORE: with tls=false the user and the password would be dropped; leave out one or the other');
    if (authority !== null) found.push('  EVENT_STORE_CA_FILE: EVENT_STORE has tls=false, so that no certificate is looked at');
  }
  return found;
}
