import type { DomainEvent } from '../../src/domain/events.ts';
import type { SolutionFact } from '../../src/domain/solution/events.ts';
import type { CountyNumber, MunicipalityNumber } from '../../src/domain/municipality/number.ts';
import type { Slug } from '../../src/domain/names.ts';
import { programmeStream, solutionStream } from '../../src/domain/streams.ts';
import { dateOf } from './days.ts';
import type { Municipalities } from './municipalities.ts';
import { type Random, random } from './random.ts';

/** An event with the stream that it is for. */
export interface Placed {
  readonly stream: string;
  readonly event: DomainEvent;
}

export const CAPABILITY = 'booking' as Slug;
const PROGRAMMES = 20;

export const solutionId = (index: number): Slug => `solution-${String(index).padStart(4, '0')}` as Slug;
const programmeId = (index: number): Slug => `programme-${String(index).padStart(2, '0')}` as Slug;
const named = (nb: string) => ({ nb, nn: null, en: null });

/** Programmes, and solutions in them: a third with a target group that changes, two thirds with a term of confirmation, some with another later. */
export function solutionEvents(solutions: number, municipalities: Municipalities, seed: number): Placed[] {
  const chance = random(seed ^ 0x5eed);
  const programmes = Array.from({ length: PROGRAMMES }, (_, index): Placed => {
    const id = programmeId(index);
    return {
      stream: programmeStream(id),
      event: { type: 'ProgrammeRegistered', data: { programmeId: id, names: named(`Program ${index}`) } },
    };
  });
  return [...programmes, ...Array.from({ length: solutions }, (_, index) => eventsOf(index, municipalities, chance)).flat()];
}

function eventsOf(index: number, municipalities: Municipalities, chance: Random): Placed[] {
  const id = solutionId(index);
  const description = (confirmationMonths: number | null) => ({
    names: named(`Løsning ${index}`),
    description: null,
    programmeId: chance.percent(95) ? programmeId(chance.below(PROGRAMMES)) : null,
    capabilities: [{ id: CAPABILITY, names: named('Timebestilling') }],
    confirmationMonths,
  });
  const months = [null, 6, 12, 12, 18, 24][chance.below(6)] ?? null;
  const events: DomainEvent[] = [{ type: 'SolutionRegistered', data: { solutionId: id, ...description(months) } }];
  const targets = index % 3 === 0 ? 1 + chance.below(3) : 0;
  for (let count = 0; count < targets; count += 1) {
    const day = chance.below(2_900);
    events.push({
      type: 'TargetGroupChanged',
      data: { solutionId: id, effectiveFrom: dateOf(day), group: group(day, municipalities, chance) },
    });
  }
  if (index % 5 === 0) {
    const changed = description(chance.percent(20) ? null : 3 + chance.below(24));
    events.push({ type: 'DescriptionChanged', data: { solutionId: id, effectiveFrom: dateOf(chance.below(2_900)), ...changed } });
  }
  return events.map((event) => ({ stream: solutionStream(id), event }));
}

type Group = Extract<SolutionFact, { type: 'TargetGroupChanged' }>['data']['group'];

function group(day: number, { numbers, validOn }: Municipalities, chance: Random): Group {
  const there = Array.from(validOn(day), (index) => numbers[index] as MunicipalityNumber);
  const counties = [...new Set(there.map((number) => number.slice(0, 2) as CountyNumber))];
  const roll = chance.below(4);
  if (roll === 0) return { kind: 'all' };
  if (roll === 1) return { kind: 'municipalities', numbers: there.filter(() => chance.percent(60)) };
  return { kind: 'counties', numbers: [counties[0] as CountyNumber, ...counties.slice(1).filter(() => chance.percent(50))] };
}
