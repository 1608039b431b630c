import type { Recorded } from '../../src/eventstore/port.ts';

/**
 * What stands among the events of a log, by the rules of timelines, in the plainest way. The naive count shares no code with the
 * registry (only its types), and cares for nothing but being seen to be right.
 */

/** A fact that stands: with the content and the position of its last correction. */
export interface Fact<Data> {
  readonly id: string;
  readonly type: string;
  readonly position: number;
  readonly data: Data;
}

export type DataOf<Type extends Recorded['type']> = Extract<Recorded, { type: Type }>['data'];

interface Amendment {
  readonly factId?: string;
  readonly fact?: { readonly type: string; readonly data: unknown };
}
const amendment = ({ data }: Recorded): Amendment => data as Amendment;

/** What a fact is about: a correction that is about something else was never one. */
const subject = ({ type, data }: { type: string; data: unknown }): unknown =>
  type === 'AdoptionReported' ? (data as DataOf<'AdoptionReported'>).capability : type;
const isRegister = ({ type }: Recorded): boolean => type === 'RegisterFactCorrected';

/** The facts of some types that stand among these events: the first annulment ends one, and what corrects it after that comes too late. */
export function standing<Data>(events: readonly Recorded[], types: readonly string[]): Fact<Data>[] {
  return events
    .filter(({ type }) => types.includes(type))
    .flatMap((event) => {
      const amendments = events.filter((one) => amendment(one).factId === event.id && one.stream === event.stream);
      if (amendments.some(({ type }) => type.endsWith('Annulled'))) return [];
      const correction = amendments.findLast((one) => {
        const { fact } = amendment(one);
        return fact !== undefined && (isRegister(one) || subject(fact) === subject(event));
      });
      const data = (correction === undefined ? event.data : amendment(correction).fact?.data) as Data;
      return [{ id: event.id, type: event.type, position: (correction ?? event).position, data }];
    });
}

interface Dated {
  readonly effectiveFrom: string;
}
const comesAfter = (one: Fact<Dated>, other: Fact<Dated>): boolean =>
  one.data.effectiveFrom === other.data.effectiveFrom ? one.position > other.position : one.data.effectiveFrom > other.data.effectiveFrom;

/** Of dated facts, the one that gives the value on a day. */
export function inForce<Data extends Dated>(facts: readonly Fact<Data>[], day: string): Fact<Data> | undefined {
  const begun = facts.filter(({ data }) => data.effectiveFrom <= day);
  return begun.find((one) => begun.every((other) => other === one || comesAfter(one, other)));
}

/** Worked out once a day, for speed alone. */
const eves = new Map<string, string>();
export function dayBefore(day: string): string {
  const eve = eves.get(day) ?? new Date(Date.parse(day) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  eves.set(day, eve);
  return eve;
}

/** The same day of a later month, or its last. Worked out once, for speed alone. */
export function monthsLater(day: string, months: number): string {
  const asked = `${day} ${months}`;
  const then = later.get(asked) ?? monthsOn(day, months);
  later.set(asked, then);
  return then;
}
const later = new Map<string, string>();

function monthsOn(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0));
  if (date < lastOfMonth.getUTCDate()) lastOfMonth.setUTCDate(date);
  return lastOfMonth.toISOString().slice(0, 10);
}
