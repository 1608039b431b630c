import type { Inheritance } from './inheritance.ts';
import { STAGES } from './stage.ts';

/**
 * What a municipality has reached, as a number below 128: a stage of its own (also under an older number), or what it
 * inherited: the ranks under `all`, `majority` and `any`, of which none is above the next. 0 is unknown.
 */
export type StandingCode = number;
export const UNKNOWN: StandingCode = 0;

/** Ranks under the three rules. */
type Ranks = readonly [all: number, majority: number, any: number];

const ranks = [0, ...STAGES.map((_, index) => index + 1)];
/** Every inheritance that there can be; under `any` something was reached, or it is unknown. */
const INHERITED: readonly Ranks[] = ranks.flatMap((any) =>
  ranks.slice(0, any + 1).flatMap((majority) => ranks.slice(0, majority + 1).map((all) => [all, majority, any] as const)),
);
const OWN = INHERITED.length;

const keyOf = (all: number, majority: number, any: number): number => (any << 6) | (majority << 3) | all;
const codes = new Uint8Array(512);
for (const [code, [all, majority, any]] of INHERITED.entries()) codes[keyOf(all, majority, any)] = code;

/** By rule and standing code, the rank. */
export const ranksUnder: Readonly<Record<Inheritance, Uint8Array>> = {
  all: Uint8Array.from([...INHERITED.map(([all]) => all), ...ranks.slice(1)]),
  majority: Uint8Array.from([...INHERITED.map(([, majority]) => majority), ...ranks.slice(1)]),
  any: Uint8Array.from([...INHERITED.map(([, , any]) => any), ...ranks.slice(1)]),
};

/** How many codes there are; the last are the stages of its own. */
export const STANDING_CODES = OWN + STAGES.length;

/** @param rank 1 (withdrawn) to 7 (established) */
export const ownCode = (rank: number): StandingCode => OWN + rank - 1;

export const inheritedCode = (all: number, majority: number, any: number): StandingCode => codes[keyOf(all, majority, any)] as number;

/** Whether it came through a merger or a split. */
export const isInherited = (code: StandingCode): boolean => code !== UNKNOWN && code < OWN;

export const rankUnder = (code: StandingCode, rule: Inheritance): number => ranksUnder[rule][code] as number;
