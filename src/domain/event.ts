import { z } from 'zod';
import type { Position } from './position.ts';

/**
 * The definition of one event: what is stored for ever. `version` is that of the newest `data` schema; `upcasters[n]`
 * leads the data of version n to version n + 1, so that every version ever written can be read.
 */
export interface EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly data: Schema;
  readonly upcasters: Readonly<Record<number, (old: unknown) => unknown>>;
}

export function event<Type extends string, Schema extends z.ZodType>(
  type: Type,
  version: number,
  data: Schema,
  upcasters: EventDefinition['upcasters'] = {},
): EventDefinition<Type, Schema> {
  return { type, version, data, upcasters };
}

/** The event that a definition describes: `{type, data}`. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema> ? { readonly type: Type; readonly data: z.output<Schema> } : never;

/** The content of one of several events, told by its type: what a correction puts in the place of a fact. */
export const anyOf = <Definition extends EventDefinition>(definitions: readonly Definition[]): z.ZodType<EventOf<Definition>> =>
  z.discriminatedUnion(
    'type',
    // The compiler does not follow which type goes with which schema.
    definitions.map(({ type, data }) => z.strictObject({ type: z.literal(type), data })) as never,
  );

/** An event with its id and its place in the log: what `evolve` folds. */
export type Placed<Event> = Event & { readonly id: string; readonly position: Position };

export interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}
