/** Municipality numbers have four digits. */
const NUMBERS = 10_000;

export interface SavedSquares {
  readonly rows: (Uint32Array | undefined)[];
  readonly places: Uint16Array;
  readonly count: number;
}

/**
 * A number for every solution and municipality number, 0 where there is none yet: a row a solution, as long as the municipalities
 * that came up need it. Found without hashing, which is what costs most when a million events are folded.
 */
export class Squares {
  /** By solution. */
  #rows: (Uint32Array | undefined)[] = [];
  /** By municipality number, its place in a row: 1 on, in the order in which they came up; 0 before. */
  #places = new Uint16Array(NUMBERS);
  #count = 0;

  save(): SavedSquares {
    return { rows: this.#rows, places: this.#places, count: this.#count };
  }

  restore({ rows, places, count }: SavedSquares): void {
    this.#rows = rows.map((row) => row && new Uint32Array(row));
    this.#places = new Uint16Array(places);
    this.#count = count;
  }

  at(solution: number, municipality: number): number {
    const place = this.#places[municipality] ?? 0;
    return place === 0 ? 0 : (this.#rows[solution]?.[place] ?? 0);
  }

  /** Puts a number in place of another. @returns the other */
  exchange(solution: number, municipality: number, value: number): number {
    const place = (this.#places[municipality] ||= ++this.#count);
    let row = this.#rows[solution];
    if (row === undefined || place >= row.length) {
      const larger = new Uint32Array(Math.max(16, Math.ceil((place + 1) * 1.25)));
      if (row !== undefined) larger.set(row);
      this.#rows[solution] = row = larger;
    }
    const before = row[place] ?? 0;
    row[place] = value;
    return before;
  }
}
