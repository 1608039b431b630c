import type { Recorded } from '../../src/eventstore/port.ts';
import { type DataOf, dayBefore, type Fact, standing } from './naive-facts.ts';

type RegisterData = DataOf<'MunicipalityEstablished'> &
  DataOf<'MunicipalityRenumbered'> &
  DataOf<'MunicipalitiesMerged'> &
  DataOf<'MunicipalitySplit'> &
  DataOf<'PopulationCounted'>;

/** A municipality: a number from the day on which it began under it, and the fact that began it. */
export interface Municipality {
  readonly number: string;
  readonly from: string;
  readonly fact: Fact<RegisterData>;
}

/** Inhabitants by the last own count, else by those of the predecessors on their last day. */
export interface Inhabitants {
  readonly number: number;
  readonly countedOn: string;
  readonly derived: boolean;
}

export interface NaiveRegister {
  readonly existing: (day: string) => Municipality[];
  /** Whom it came from, with the share of each that moved: those that there were on the day before. */
  readonly cameFrom: (one: Municipality) => { municipality: Municipality; share: number | null }[];
  /** Who came, wholly or in part, from one that was there on the day before, by number. */
  readonly becameOn: (one: Municipality, day: string) => Municipality[];
  readonly inhabitants: (one: Municipality, day: string) => Inhabitants | undefined;
  readonly countyOf: (one: Municipality) => string;
  /** Null where nobody established its county, or it had ended. */
  readonly regionOf: (one: Municipality, day: string) => string | null;
}

export const isSame = (one: Municipality, other: Municipality): boolean => one.number === other.number && one.from === other.from;
const dateOf = ({ type, data }: Fact<RegisterData>): string => (type === 'PopulationCounted' ? data.countedOn : data.effectiveFrom);

/** The numbers that a fact begins, and those that it ends. */
function begins({ type, data }: Fact<RegisterData>): string[] {
  if (type === 'MunicipalitySplit') return data.parts.map((part) => part.municipalityNumber);
  return type === 'PopulationCounted' ? [] : [data.municipalityNumber];
}
function ends({ type, data }: Fact<RegisterData>): string[] {
  if (type === 'MunicipalitiesMerged') return data.predecessors.map((one) => one.municipalityNumber);
  return type === 'MunicipalityRenumbered' || type === 'MunicipalitySplit' ? [data.predecessor] : [];
}

/** The municipalities of all time, by these events and no others. */
export function naiveRegister(events: readonly Recorded[]): NaiveRegister {
  const register = standing<RegisterData>(events, [
    'MunicipalityEstablished', 'MunicipalityRenumbered', 'MunicipalitiesMerged', 'MunicipalitySplit', 'PopulationCounted',
  ]).sort((a, b) => a.position - b.position); // prettier-ignore
  const ofCounties = standing<DataOf<'CountyEstablished'>>(events, ['CountyEstablished', 'CountyEnded'])
    .sort((a, b) => a.position - b.position); // prettier-ignore
  const dates = [...new Set(register.map(dateOf))].sort();
  const numbers = [...new Set(register.flatMap(begins))].sort();

  /** Who has a number on a day: walked from the first day of the register, on each day first what ends, then what begins. */
  function walk(number: string, day: string): Municipality | undefined {
    let holder: Municipality | undefined;
    for (const date of dates.filter((one) => one <= day)) {
      const today = register.filter((fact) => dateOf(fact) === date);
      if (today.some((fact) => ends(fact).includes(number))) holder = undefined;
      const fact = today.find((one) => begins(one).includes(number));
      if (holder === undefined && fact !== undefined) holder = { number, from: date, fact };
    }
    return holder;
  }
  // Walked once a number and day, for speed alone.
  const walked = new Map<string, Municipality | undefined>();
  const holderOf = (number: string, day: string): Municipality | undefined => {
    const key = `${number} ${day}`;
    if (!walked.has(key)) walked.set(key, walk(number, day));
    return walked.get(key);
  };
  const existing = (day: string): Municipality[] => numbers.flatMap((number) => holderOf(number, day) ?? []);

  function cameFrom({ number, from, fact }: Municipality): { municipality: Municipality; share: number | null }[] {
    const shares: Record<string, () => [string, number | null][]> = {
      MunicipalityEstablished: () => [],
      MunicipalityRenumbered: () => [[fact.data.predecessor, 10_000]],
      MunicipalitiesMerged: () => fact.data.predecessors.map((one) => [one.municipalityNumber, one.shareBasisPoints]),
      MunicipalitySplit: () => [
        [fact.data.predecessor, fact.data.parts.find((part) => part.municipalityNumber === number)?.shareBasisPoints ?? null],
      ],
    };
    return (shares[fact.type]?.() ?? []).flatMap(([predecessor, share]) => {
      const municipality = holderOf(predecessor, dayBefore(from));
      return municipality === undefined ? [] : [{ municipality, share }];
    });
  }

  const becameOn = (one: Municipality, day: string): Municipality[] =>
    existing(day).filter((each) => each.from === day && cameFrom(each).some(({ municipality }) => isSame(municipality, one)));

  function inhabitants(one: Municipality, day: string): Inhabitants | undefined {
    const counts = register.filter(
      ({ type, data }) =>
        type === 'PopulationCounted' &&
        data.municipalityNumber === one.number &&
        data.countedOn <= day &&
        holderOf(one.number, data.countedOn)?.from === one.from,
    );
    const last = counts.map(dateOf).sort().at(-1);
    const own = counts.findLast((fact) => dateOf(fact) === last);
    if (own !== undefined) return { number: own.data.inhabitants, countedOn: own.data.countedOn, derived: false };
    const parts = cameFrom(one).map(({ municipality }) => moved(municipality, one));
    if (parts.length === 0 || parts.includes(undefined)) return undefined;
    const all = parts.filter((part) => part !== undefined);
    return {
      number: all.reduce((sum, part) => sum + part.number, 0),
      countedOn: all.map((part) => part.countedOn).sort().at(-1) ?? '',
      derived: true,
    }; // prettier-ignore
  }

  /** How many of a municipality that ended went to one of its successors. The successors stand by number; what is left over goes to the largest remainders. */
  function moved(from: Municipality, to: Municipality): { number: number; countedOn: string } | undefined {
    const all = inhabitants(from, dayBefore(to.from));
    const successors = becameOn(from, to.from).map((one) => ({
      one,
      share: cameFrom(one).find(({ municipality }) => isSame(municipality, from))?.share ?? null,
    }));
    if (all === undefined) return undefined;
    if (successors.length === 1) return all;
    if (successors.some(({ share }) => share === null)) return undefined;
    const whole = successors.reduce((sum, { share }) => sum + (share ?? 0), 0);
    const parts = successors.map(({ one, share }) => {
      const product = all.number * (share ?? 0);
      return { one, down: Math.floor(product / whole), remainder: product % whole };
    });
    const left = all.number - parts.reduce((sum, { down }) => sum + down, 0);
    const favoured = parts.toSorted((a, b) => b.remainder - a.remainder).slice(0, left);
    const part = parts.find(({ one }) => isSame(one, to));
    return { number: (part?.down ?? 0) + (favoured.some(({ one }) => isSame(one, to)) ? 1 : 0), countedOn: all.countedOn };
  }

  const countyOf = ({ number, fact }: Municipality): string =>
    (fact.type === 'MunicipalitySplit' ? fact.data.parts.find((part) => part.municipalityNumber === number) : fact.data)?.countyNumber ??
    '';

  /** Like a number of a municipality, a county's is walked from the first day: what ends goes before what begins. */
  function regionOf(one: Municipality, day: string): string | null {
    const told = ofCounties.filter(({ data }) => data.countyNumber === countyOf(one) && data.effectiveFrom <= day);
    let region: string | null = null;
    for (const date of [...new Set(told.map(({ data }) => data.effectiveFrom))].sort()) {
      const today = told.filter(({ data }) => data.effectiveFrom === date);
      if (today.some(({ type }) => type === 'CountyEnded')) region = null;
      region ??= today.find(({ type }) => type === 'CountyEstablished')?.data.healthRegion ?? null;
    }
    return region;
  }

  return { existing, cameFrom, becameOn, inhabitants, countyOf, regionOf };
}
