import { eventIdOf, tellStory } from '../story.ts';
import { type Service, startService } from '../service.ts';

/** A fact of the log, as it was sent. */
export interface Told {
  readonly eventId: string;
  /** The name of the schema that its body has. */
  readonly schema: string;
  readonly body: object;
}

/** What a fuzzed request can be about: a service with the story of the contract told, and what has come since. */
export interface World {
  readonly service: Service;
  readonly told: Told[];
  /** Every event that an answer has told of. */
  readonly recorded: Set<string>;
  /** Registered since. */
  readonly solutions: string[];
  /** Places in lists that answers gave. */
  readonly cursors: string[];
}

export async function fuzzedWorld(): Promise<World> {
  const service = await startService();
  const story = await tellStory(service);
  const told = story.map(({ name, body, operation }): Told => ({ eventId: eventIdOf(story, name), schema: schemaOf(operation), body: body as object })); // prettier-ignore
  return {
    service,
    told,
    recorded: new Set(told.map(({ eventId }) => eventId)),
    solutions: ['digisos', 'kjernejournal'],
    cursors: ['none'],
  };
}

/** The name of the schema of an operation's body. */
export const schemaOf = ({ body }: { readonly body: { readonly schema: Readonly<Record<string, unknown>> } | null }): string =>
  String(body?.schema['$ref']).split('/').at(-1) ?? '';

/** What is only known when a request is sent: how it follows from the world as it is then. */
export class Late {
  readonly of: (world: World) => unknown;

  constructor(of: (world: World) => unknown) {
    this.of = of;
  }
}

export const settled = (value: unknown, world: World): unknown => (value instanceof Late ? value.of(world) : value);

/** One of a list that grows, by a number that was drawn. */
export const nth = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length];
