import { z } from 'zod';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .pipe(z.number().max(65_535, 'must be a number from 0 to 65535'));
const flag = z.stringbool();
const ids = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  ) // prettier-ignore
  .pipe(z.array(z.uuid()));

/** Every setting: its environment variable, what it takes and its default. */
const settings = z.strictObject({
  /** The address to listen on. Another than a loopback one needs DEVELOPMENT_BIND_ANY=yes, since nobody is asked for a token yet. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0: any free one. */
  PORT: port.default(8080),
  /** The folder of the embedded store. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** The engine of the log. */
  EVENT_STORE: z.literal('sqlite', 'must be sqlite').default('sqlite'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
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

/** A name without its underscores: as somebody remembers it. */
const bare = (name: string): string => name.replaceAll('_', '');
const names = new Set(Object.keys(settings.shape).map(bare));
const families = /^(DATA_DIR|LOG_LEVEL|VALIDATE_|KNOWN_BAD|EVENT_STORE|DEVELOPMENT_)/;

/** Whether a variable is a setting of ours, or a misspelt one that must not be passed over in silence. */
const isOurs = (name: string): boolean => names.has(bare(name)) || families.test(name);

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** Reads the settings from the environment. @throws ConfigurationError that names every fault */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => isOurs(name) && value !== undefined));
  const parsed = settings.safeParse(given);
  const found = [...(parsed.error?.issues.flatMap(faults) ?? []), ...exposed(given)];
  if (!parsed.success || found.length > 0) throw new ConfigurationError(`the configuration is wrong:\n${found.join('\n')}`);
  return parsed.data;
}

function faults(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => `  ${name}: there is no such setting; there are ${Object.keys(settings.shape).join(', ')}`);
  return [`  ${issue.path.join('.')}: ${issue.message}`];
}

/** Nobody is asked for a token, so that another address than a loopback one must be wanted. */
function exposed({ HOST, DEVELOPMENT_BIND_ANY }: Readonly<Record<string, string | undefined>>): string[] {
  if (HOST === undefined || HOST === '' || LOOPBACK.test(HOST) || flag.safeParse(DEVELOPMENT_BIND_ANY).data === true) return [];
  return [`  HOST: ${HOST} is not a loopback address; without tokens, DEVELOPMENT_BIND_ANY=yes is needed to listen on it`];
}
