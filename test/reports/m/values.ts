/** A date of M. */
export class Day {
  readonly iso: string;
  constructor(iso: string) {
    this.iso = iso;
  }
}

/** A date with its time of M, without a zone. */
export class DayTime {
  readonly iso: string;
  constructor(iso: string) {
    this.iso = iso;
  }
}

/** A table of M. `types` has what its columns were made. */
export class Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly types: Readonly<Record<string, string>>;
  constructor(columns: readonly string[], rows: readonly (readonly Value[])[], types: Readonly<Record<string, string>> = {}) {
    this.columns = columns;
    this.rows = rows;
    this.types = types;
  }
}

export type Call = (...given: Value[]) => Value;
export interface Fields {
  readonly [name: string]: Value;
}
export type Value = string | number | boolean | null | Day | DayTime | Table | Call | readonly Value[] | Fields;
