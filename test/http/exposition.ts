/** One series of an exposition: its labels and its value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What `/metrics` answered, by name of the series. The `_bucket`, `_sum` and `_count` of a histogram have names of their own. */
export class Exposition {
  /** The type of every metric, by its name. */
  readonly types = new Map<string, string>();
  readonly #samples = new Map<string, Sample[]>();

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, name = '', type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (type !== undefined) this.types.set(name, type);
      if (line === '' || line.startsWith('#')) continue;
      const sample = /^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/.exec(line);
      if (sample === null) throw new Error(`not a line of an exposition: ${line}`);
      const [, series = '', labels = '', value] = sample;
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]);
      this.all(series).push({ labels: Object.fromEntries(pairs) as Sample['labels'], value: value === 'Nan' ? NaN : Number(value) });
    }
  }

  all(series: string): Sample[] {
    const there = this.#samples.get(series) ?? [];
    this.#samples.set(series, there);
    return there;
  }

  /** The value of the one series that has these labels; undefined where there is none. */
  value(series: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const fits = (sample: Sample) => Object.entries(labels).every(([name, text]) => sample.labels[name] === text);
    return this.#samples.get(series)?.find(fits)?.value;
  }
}
