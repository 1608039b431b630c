import { inheritedCode, rankUnder, type StandingCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { NO_DAY } from '../../domain/day-number.ts';
import type { Ground } from './ground.ts';

/**
 * How municipalities stood to one solution on their last day, and the reports (rows of its columns) that this rests on. They are told
 * in the order of the ground, predecessors first. Source: domain.md, «Municipalities over time»; the same as `reachedOn`.
 */
export class Inheritances {
  /** By municipality. */
  readonly ending: Uint8Array;
  /** By municipality, the row that it rests on; SEVERAL where there are more, and nothing where it is unknown. */
  readonly rowOf: Int32Array;
  /** By municipality, the rows where there are several. */
  readonly several: (readonly number[])[] = [];
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.ending = new Uint8Array(ground.municipalities.length);
    this.rowOf = new Int32Array(ground.municipalities.length);
  }

  /** It had a report of its own. */
  report(municipality: number, standing: StandingCode, row: number): void {
    this.ending[municipality] = standing;
    this.rowOf[municipality] = row;
  }

  /** It had what its predecessors had. */
  inherit(municipality: number): StandingCode {
    const predecessors = this.#ground.predecessors[municipality] as Uint16Array;
    let known = 0;
    let last = 0;
    for (let at = 0; at < predecessors.length; at += 1) {
      const predecessor = predecessors[at] as number;
      if (this.ending[predecessor] === UNKNOWN) continue;
      known += 1;
      last = predecessor;
    }
    if (known === 0) return (this.ending[municipality] = UNKNOWN);
    const rows = known === 1 ? (this.rowOf[last] as number) : SEVERAL;
    this.rowOf[municipality] = rows;
    if (rows === SEVERAL) this.several[municipality] = this.#rowsOf(predecessors);
    const isRenumbered = this.#ground.isRenumbered[municipality] === 1;
    return (this.ending[municipality] = isRenumbered ? (this.ending[last] as number) : this.#inheritance(municipality, predecessors));
  }

  #rowsOf(predecessors: Uint16Array): number[] {
    const known = [...predecessors].filter((one) => this.ending[one] !== UNKNOWN);
    return known.flatMap((one) => (this.rowOf[one] === SEVERAL ? (this.several[one] as readonly number[]) : (this.rowOf[one] as number)));
  }

  #inheritance(municipality: number, predecessors: Uint16Array): StandingCode {
    let all = NO_DAY;
    let majority = 0;
    let any = 0;
    for (let at = 0; at < predecessors.length; at += 1) {
      const standing = this.ending[predecessors[at] as number] as number;
      all = Math.min(all, rankUnder(standing, 'all'));
      any = Math.max(any, rankUnder(standing, 'any'));
      const rank = rankUnder(standing, 'majority');
      if (rank > majority && this.#isMajority(municipality, predecessors, rank)) majority = rank;
    }
    return inheritedCode(all, majority, any);
  }

  /** Whether the predecessors that have reached a rank weigh more than half. */
  #isMajority(municipality: number, predecessors: Uint16Array, rank: number): boolean {
    const weights = this.#ground.weightsOf(municipality);
    let balance = 0;
    for (let at = 0; at < predecessors.length; at += 1) {
      const weight = weights[at] as number;
      balance += rankUnder(this.ending[predecessors[at] as number] as number, 'majority') >= rank ? weight : -weight;
    }
    return balance > 0;
  }
}

export const SEVERAL = -1;
