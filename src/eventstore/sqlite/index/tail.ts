import type { Place } from './entries.ts';

/** An event that no index in the file has yet. */
export interface Unindexed extends Place {
  /** What is kept of it in short, for the open transaction; undefined where it has no record. */
  readonly record: () => Uint8Array | undefined;
}

/** The end of the log that no index in the file has yet, in memory. */
export class Tail {
  #events: Unindexed[] = [];
  readonly #ofStream = new Map<string, Unindexed[]>();
  readonly #byId = new Map<string, Unindexed>();

  /** In the order of the log. */
  get events(): readonly Unindexed[] {
    return this.#events;
  }

  /** Those of a stream, in its order. */
  ofStream(stream: string): readonly Unindexed[] {
    return this.#ofStream.get(stream) ?? [];
  }

  byId(id: string): Unindexed | undefined {
    return this.#byId.get(id);
  }

  add(event: Unindexed): void {
    this.#events.push(event);
    this.#byId.set(event.id, event);
    const stream = this.#ofStream.get(event.stream);
    if (stream === undefined) this.#ofStream.set(event.stream, [event]);
    else stream.push(event);
  }

  clear(): void {
    this.#events = [];
    this.#ofStream.clear();
    this.#byId.clear();
  }

  /** Takes out what is behind a position: it never came to stand. */
  cutAfter(position: number): void {
    const left = this.#events.filter((event) => event.position <= position);
    this.clear();
    for (const event of left) this.add(event);
  }
}
