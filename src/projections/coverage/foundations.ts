/** The reports (rows of the columns of one solution) that the standing of each municipality on its last day rests on. */
export class Foundations {
  /** By municipality, its row; SEVERAL where there are more, and NOTHING where it is unknown. */
  readonly #rowOf: Int32Array;
  /** By municipality, the rows where there are several. */
  readonly #several: (readonly number[])[] = [];

  constructor(municipalities: number) {
    this.#rowOf = new Int32Array(municipalities);
  }

  report(municipality: number, row: number): void {
    this.#rowOf[municipality] = row;
  }

  /** All that its predecessors rest on. @returns the row if it is one, SEVERAL or NOTHING */
  inherit(municipality: number, predecessors: Uint16Array): number {
    let row = NOTHING;
    for (let at = 0; at < predecessors.length; at += 1) {
      const another = this.#rowOf[predecessors[at] as number] as number;
      if (another !== NOTHING) row = row === NOTHING ? another : SEVERAL;
    }
    this.#rowOf[municipality] = row;
    if (row === SEVERAL) this.#several[municipality] = Array.from(predecessors, (one) => this.#rowsOf(one)).flat();
    return row;
  }

  /** Where there are several. */
  several(municipality: number): readonly number[] {
    return this.#several[municipality] as readonly number[];
  }

  #rowsOf(municipality: number): readonly number[] {
    const row = this.#rowOf[municipality] as number;
    if (row === SEVERAL) return this.several(municipality);
    return row === NOTHING ? [] : [row];
  }
}

export const SEVERAL = -1;
export const NOTHING = -2;
