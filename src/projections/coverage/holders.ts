import { LATEST } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber } from '../../domain/day-number.ts';
import type { Ground } from './ground.ts';

const END = dayNumber(LATEST);
/** Municipality numbers have four digits. */
const NUMBERS = 10_000;
export const NOBODY = -1;

/**
 * Which municipality has a number on a day. Asked of every report of a solution, so it is a table: a row for the days between two
 * reforms, a column for each number that anybody ever had.
 */
export class Holders {
  readonly #first: DayNumber;
  /** By day from the first on, its row. */
  readonly #rowOf: Uint16Array;
  /** By number; the first column is that of numbers that nobody ever had. */
  readonly #columnOf = new Uint16Array(NUMBERS);
  readonly #width: number;
  readonly #holders: Int16Array;

  /** @param standsFor by municipality, what is to be told in its place */
  constructor({ municipalities, validFrom, validTo }: Pick<Ground, 'municipalities' | 'validFrom' | 'validTo'>, standsFor: Uint16Array) {
    const numbers = municipalities.map(({ number }) => Number(number));
    const turns = [...new Set([...validFrom, ...validTo])].sort((a, b) => a - b);
    const columns = [...new Set(numbers)];
    for (const [column, number] of columns.entries()) this.#columnOf[number] = column + 1;
    this.#width = columns.length + 1;
    this.#first = turns[0] ?? END + 1;
    this.#rowOf = new Uint16Array(END + 1 - this.#first);
    for (const [row, day] of turns.entries()) this.#rowOf.fill(row, day - this.#first);
    this.#holders = new Int16Array(turns.length * this.#width).fill(NOBODY);
    for (const [municipality, number] of numbers.entries())
      for (let row = turns.indexOf(validFrom[municipality] as number); turns[row] !== validTo[municipality]; row += 1)
        this.#holders[row * this.#width + (this.#columnOf[number] as number)] = standsFor[municipality] as number;
  }

  /** Who has a number on a day; NOBODY where none has. */
  on(number: number, day: DayNumber): number {
    const since = day - this.#first;
    if (since < 0) return NOBODY;
    return this.#holders[(this.#rowOf[since] as number) * this.#width + (this.#columnOf[number] as number)] as number;
  }
}
