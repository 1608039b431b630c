import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const root = new URL('../..', import.meta.url).pathname;

export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly configs?: unknown;
  readonly secrets?: unknown;
  readonly read_only?: boolean;
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

/** A compose file, as far as these tests read it. */
export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** @throws where it is no YAML, or says a key twice */
export const compose = (file: string): Compose => parse(read(file), { merge: true, strict: true }) as Compose;

/** A variable of the shell as compose fills it in: `${NAME:-default}` by its default, `${NAME:?why}` by the value given. */
export const filled = (text: string, value: string): string =>
  text.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, value);

/** The services whose image this one's own Dockerfile makes, or that run this image. */
export const named = (all: Compose, chosen: (service: ComposeService) => boolean): string[] =>
  Object.entries(all.services)
    .filter(([, service]) => chosen(service))
    .map(([name]) => name);

export const isOurs = ({ build }: ComposeService): boolean => build === '.';
export const isNode = ({ image }: ComposeService): boolean => image?.startsWith('eventstore/eventstore:') === true;

/** Where a mount comes from and where it goes. */
export const mounts = ({ volumes = [] }: ComposeService): { from: string; to: string }[] =>
  volumes.map((each) => {
    const [from = '', to = ''] = each.split(':');
    return { from, to };
  });
