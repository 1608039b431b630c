import { type Day, LAST_RECORDED } from './days.ts';
import type { Municipalities } from './municipalities.ts';
import { type Random, random } from './random.ts';

export const KIND = { reported: 0, corrected: 1, annulled: 2 } as const;

/** What municipalities reported, in the order of the log: a column each, so that millions fit. */
export interface Reports {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly solution: Uint16Array;
  /** Index of the municipality number. */
  readonly number: Uint16Array;
  /** The day from which it is true. */
  readonly day: Uint16Array;
  /** 1 (withdrawn) to 7 (established). */
  readonly stage: Uint8Array;
  /** Days from `day` to the last confirmation. */
  readonly confirmed: Int16Array;
  /** 1 where it is about the solution's one capability, not about the whole. */
  readonly capability: Uint8Array;
  /** Of a correction or an annulment: the index of the report that it names. */
  readonly origin: Int32Array;
  readonly revision: Uint16Array;
}

/** Reports that a correction or an annulment picks from: the newest so many. */
const RECENT = 40_000;
/** 2099-06-01: what somebody will have mistyped. */
const FAR_AHEAD: Day = 30_101;

/** The day on which the n-th of so many is recorded: evenly over the eight years. */
export const recordedDay = (index: number, count: number): Day => Math.floor((index * (LAST_RECORDED + 1)) / count);

/**
 * Of every hundred: 3 correct and 1 annuls another, 5 are about a capability; of the rest most come within two weeks, 15 late by up to
 * 400 days, some ahead. One pair of solution and municipality in seven never says anything.
 */
export function reports(count: number, solutions: number, { numbers, validOn }: Municipalities, seed: number): Reports {
  const chance = random(seed);
  const columns: Reports = {
    count,
    kind: new Uint8Array(count),
    solution: new Uint16Array(count),
    number: new Uint16Array(count),
    day: new Uint16Array(count),
    stage: new Uint8Array(count),
    confirmed: new Int16Array(count),
    capability: new Uint8Array(count),
    origin: new Int32Array(count).fill(-1),
    revision: new Uint16Array(count),
  };
  const { kind, solution, number, day, stage, confirmed, capability, origin, revision } = columns;
  const pairs = solutions * numbers.length;
  const silent = Uint8Array.from({ length: pairs }, () => (chance.below(7) === 0 ? 1 : 0));
  const stageOf = new Uint8Array(pairs);
  const revisions = new Uint16Array(pairs);
  const annulled = new Uint8Array(count);

  for (let index = 0; index < count; index += 1) {
    const today = recordedDay(index, count);
    const roll = index > RECENT / 10 ? chance.below(100) : 99;
    const named = roll < 4 ? index - 1 - chance.below(Math.min(index, RECENT)) : -1;
    if (named >= 0 && kind[named] === KIND.reported && annulled[named] === 0) {
      kind[index] = roll === 0 ? KIND.annulled : KIND.corrected;
      if (roll === 0) annulled[named] = 1;
      origin[index] = named;
      solution[index] = solution[named] ?? 0;
      number[index] = number[named] ?? 0;
      capability[index] = capability[named] ?? 0;
      const moved = Math.max(0, (day[named] ?? 0) + chance.below(60) - 30);
      day[index] = validOn(moved).includes(number[index] ?? 0) ? moved : (day[named] ?? 0);
      stage[index] = 1 + chance.below(7);
    } else {
      day[index] = effective(today, chance);
      const there = validOn(day[index] ?? 0);
      let pair = 0;
      do {
        solution[index] = chance.below(solutions);
        number[index] = there[chance.below(there.length)] ?? 0;
        pair = (solution[index] ?? 0) * numbers.length + (number[index] ?? 0);
      } while (silent[pair] === 1);
      capability[index] = chance.percent(5) ? 1 : 0;
      stage[index] = stageOf[pair] = nextStage(stageOf[pair] ?? 0, chance);
    }
    confirmed[index] = chance.percent(60) ? 0 : chance.percent(75) ? chance.below(300) : -chance.below(200);
    const pair = (solution[index] ?? 0) * numbers.length + (number[index] ?? 0);
    revision[index] = revisions[pair] ?? 0;
    revisions[pair] = (revisions[pair] ?? 0) + 1;
  }
  return columns;
}

function effective(today: Day, chance: Random): Day {
  const roll = chance.below(1000);
  if (roll === 0) return FAR_AHEAD;
  if (roll < 30) return today + chance.below(365);
  const late = roll < 180 ? chance.below(400) : chance.below(14);
  return Math.max(0, today - late);
}

/** Onwards by one or two, sometimes back, and now and then out of it. */
function nextStage(before: number, chance: Random): number {
  if (before === 0) return 2 + chance.below(4);
  const roll = chance.below(10);
  if (roll === 0) return 1;
  return roll < 3 ? Math.max(1, before - 1) : Math.min(7, before + 1 + (roll > 7 ? 1 : 0));
}
