import type { EventDefinition, EventOf } from '../domain/event.ts';
import { domainEvents } from '../domain/events.ts';
import { canonical } from './canonical.ts';
import { reportInCanonicalForm } from './canonical-report.ts';
import { StoreError } from './errors.ts';
import type { Stored } from './port.ts';

/** An event on its way into the log: its bytes, and what those bytes will be read as. */
export interface Encoded<Event> {
  /** The version of the schema that `data` is written in: the newest. */
  readonly version: number;
  /** Canonical JSON (RFC 8785). */
  readonly data: string;
  readonly event: Event;
}

/** What decoding looks at; id and position are for the message when it fails. */
type Encased = Pick<Stored, 'id' | 'position' | 'type' | 'version' | 'data'>;

export interface Codec<Event> {
  /** @throws TypeError for what could not be read again: nothing is written that does not decode */
  encode(event: { readonly type: string; readonly data: unknown }): Encoded<Event>;
  /** Led to the newest version. @throws StoreError `corrupt`, which names the event and its position */
  decode(stored: Encased): Event;
}

/** A faster way to the data of one version of one event: what the schema would give, or undefined where only the schema can tell. */
export interface Shortcut {
  readonly type: string;
  readonly version: number;
  readonly read: (data: string) => unknown;
}

/** The way between the events of the domain and their stored form, by the definitions' schemas and upcasters. */
export function codecOf<Definition extends EventDefinition>(
  definitions: readonly Definition[],
  shortcut?: Shortcut,
): Codec<EventOf<Definition>> {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]));
  // Sound because `data` has passed the schema of the definition with that very `type`. The string is the definition's own, not
  // the one that was read: every fold compares it.
  const eventOf = (type: string, data: unknown) => ({ type, data }) as EventOf<Definition>;

  /** @throws StoreError `corrupt` for a type or a version that this release does not know */
  const definitionOf = (stored: Encased): Definition => {
    const definition = byType.get(stored.type);
    if (definition === undefined) throw undecodable(stored, `has the unknown type ${stored.type}`);
    if (stored.version > definition.version)
      throw undecodable(stored, `is ${stored.type} version ${stored.version}; this release knows up to ${definition.version}`);
    return definition;
  };

  return {
    encode({ type, data }) {
      const definition = byType.get(type);
      if (definition === undefined) throw new TypeError(`${type} is not an event`);
      if (type === shortcut?.type && definition.version === shortcut.version) {
        const text = canonical(data);
        const read = shortcut.read(text);
        if (read !== undefined) return { version: shortcut.version, data: text, event: eventOf(shortcut.type, read) };
      }
      const parsed = definition.data.safeParse(data);
      if (!parsed.success) throw new TypeError(`not the data of ${type}: ${parsed.error.message}`, { cause: parsed.error });
      return { version: definition.version, data: canonical(parsed.data), event: eventOf(type, parsed.data) };
    },

    decode(stored) {
      if (stored.type === shortcut?.type && stored.version === shortcut.version) {
        const data = shortcut.read(stored.data);
        if (data !== undefined) return eventOf(shortcut.type, data);
      }
      const definition = definitionOf(stored); // before the text is looked at: what nobody knows need not be JSON
      const parsed = definition.data.safeParse(upcast(stored, definition, parseJson(stored)));
      if (!parsed.success) throw undecodable(stored, `is no ${stored.type}: ${parsed.error.message}`, parsed.error);
      return eventOf(definition.type, parsed.data);
    },
  };
}

function parseJson(stored: Encased): unknown {
  try {
    return JSON.parse(stored.data);
  } catch (error) {
    throw undecodable(stored, 'is not JSON', error);
  }
}

function upcast(stored: Encased, { version: newest, upcasters }: EventDefinition, data: unknown): unknown {
  let led = data;
  for (let version = stored.version; version < newest; version += 1) {
    const next = upcasters[version];
    if (next === undefined) throw undecodable(stored, `is ${stored.type} version ${stored.version}, which was never written`);
    led = next(led);
  }
  return led;
}

function undecodable({ id, position }: Encased, what: string, cause?: unknown): StoreError {
  return new StoreError('corrupt', { reason: `event ${id} at position ${position} ${what}`, position, eventId: id }, { cause });
}

/** The codec of the log. */
export const codec = codecOf(domainEvents, { type: 'AdoptionReported', version: 1, read: reportInCanonicalForm });
