import { inheritedCode, ranksUnder, type StandingCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { NO_DAY } from '../../domain/day-number.ts';

const { all: ALL, majority: MAJORITY, any: ANY } = ranksUnder;

/** Who came from whom, predecessors first: municipalities, or their lineages. */
export interface Kin {
  readonly predecessors: readonly Uint16Array[];
  readonly isRenumbered: Uint8Array;
  /** How much each predecessor weighs in a merger. */
  weightsOf(one: number): readonly number[];
}

/**
 * How municipalities stood to one solution on their last day. They are told predecessors first.
 * By the rule of `reachedOn`.
 */
export class Inheritances {
  /** By municipality. */
  readonly ending: Uint8Array;
  readonly #kin: Kin;

  constructor(kin: Kin) {
    this.#kin = kin;
    this.ending = new Uint8Array(kin.predecessors.length);
  }

  /** It had what its predecessors had. */
  inherit(municipality: number): StandingCode {
    const predecessors = this.#kin.predecessors[municipality] as Uint16Array;
    return (this.ending[municipality] = this.#inherited(municipality, predecessors));
  }

  #inherited(municipality: number, predecessors: Uint16Array): StandingCode {
    const [first] = predecessors;
    if (first === undefined) return UNKNOWN;
    if (this.#kin.isRenumbered[municipality] === 1) return this.ending[first] as number;
    let all = NO_DAY;
    let majority = 0;
    let any = 0;
    for (let at = 0; at < predecessors.length; at += 1) {
      const standing = this.ending[predecessors[at] as number] as number;
      all = Math.min(all, ALL[standing] as number);
      any = Math.max(any, ANY[standing] as number);
      const rank = MAJORITY[standing] as number;
      if (rank > majority && this.#isMajority(municipality, predecessors, rank)) majority = rank;
    }
    return inheritedCode(all, majority, any);
  }

  /** Whether the predecessors that have reached a rank weigh more than half. */
  #isMajority(municipality: number, predecessors: Uint16Array, rank: number): boolean {
    const weights = this.#kin.weightsOf(municipality);
    let balance = 0;
    for (let at = 0; at < predecessors.length; at += 1) {
      const weight = weights[at] as number;
      const standing = this.ending[predecessors[at] as number] as number;
      balance += (MAJORITY[standing] as number) >= rank ? weight : -weight;
    }
    return balance > 0;
  }
}
