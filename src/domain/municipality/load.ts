import { sameContent } from '../dated-facts.ts';
import { NEVER } from '../position.ts';
import type { RegisterEvent, RegisterFact } from './events.ts';
import type { Register } from './register.ts';

/** A fact of the reference data under its id, which follows from its kind, numbers and date. */
export interface RegisterEntry {
  readonly id: string;
  readonly fact: RegisterFact;
}

/** What the log lacks of the reference data: facts that are new (under their own id) and corrections of those whose content changed. */
export interface RegisterDifference {
  readonly added: readonly RegisterEntry[];
  /** Facts that the log has and the reference data do not, which stay: of a later release, or under an id that was mended away. */
  readonly unlisted: readonly RegisterFact[];
  readonly corrected: readonly Extract<RegisterEvent, { type: 'RegisterFactCorrected' }>[];
}

export function registerDifference(register: Register, entries: readonly RegisterEntry[]): RegisterDifference {
  const standing = new Map(register.facts.filter(({ endedAt }) => endedAt === NEVER).map(({ factId, value }) => [factId, value]));
  const changed = entries.filter(({ id, fact }) => standing.has(id) && !sameContent(standing.get(id), fact));
  const listed = new Set(entries.map(({ id }) => id));
  return {
    unlisted: [...standing].flatMap(([id, fact]) => (listed.has(id) ? [] : [fact])),
    added: entries.filter(({ id }) => !standing.has(id)),
    corrected: changed.map(({ id, fact }) => ({
      type: 'RegisterFactCorrected',
      data: { factId: id, reason: 'the reference data were mended', fact },
    })),
  };
}
