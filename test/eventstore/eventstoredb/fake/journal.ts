/** An event as the fake server keeps it. */
export interface Entry {
  readonly position: bigint;
  readonly streamId: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly created: number;
}

export type Proposed = Pick<Entry, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = bigint | 'no-stream' | 'any' | 'stream-exists';

export type Outcome =
  | { readonly kind: 'written' | 'repeated'; readonly revision: bigint; readonly position: bigint | null }
  | { readonly kind: 'wrong-version'; readonly current: bigint | null }
  | { readonly kind: 'deleted' }
  /** The server had no time for it. */
  | { readonly kind: 'timeout' };

interface Stream {
  readonly entries: Entry[];
  /** Revisions below were deleted, softly; what stands of them is only in `$all`. */
  begin: bigint;
  isTombstoned: boolean;
}

const TOMBSTONE = 0x7fffffffffffffffn;

/**
 * What an EventStoreDB keeps, in memory: its rules of expected revisions and repetitions (IndexWriter.CheckCommit, tag 23.10), positions
 * that are byte offsets, soft deletion and tombstones.
 */
export class Journal {
  readonly entries: Entry[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #watches = new Set<() => void>();
  #end = 0n;
  /** The server's clock. */
  now: () => number = Date.now;

  append(streamId: string, proposed: readonly Proposed[], expected: Expected): Outcome {
    const stream = this.#streamOf(streamId);
    if (stream.isTombstoned) return { kind: 'deleted' };
    const current = stream.entries.at(-1)?.revision ?? -1n;
    const isEmpty = current < stream.begin; // softly deleted, or never written
    if (expected === 'any' || (expected === 'stream-exists' && !isEmpty)) return this.#write(stream, streamId, proposed);
    // Tried on a real one: at its last revision, a softly deleted stream is written to as if nothing had been.
    if (expected === 'no-stream' ? isEmpty : expected === current) return this.#write(stream, streamId, proposed);
    const after = expected === 'no-stream' ? -1n : expected;
    if (typeof after === 'bigint' && after < current && this.#repeats(stream, proposed, after)) {
      const revision = after + BigInt(proposed.length);
      return { kind: 'repeated', revision, position: stream.entries[Number(revision)]?.position ?? null };
    }
    return { kind: 'wrong-version', current: isEmpty ? null : current };
  }

  /** Somebody else's event, whatever stands in it. */
  put(streamId: string, type: string, data: string | Uint8Array, metadata = ''): Entry {
    const contentType = typeof data === 'string' ? 'application/json' : 'application/octet-stream';
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.append(streamId, [{ id: crypto.randomUUID(), type, contentType, data: bytes, metadata: Buffer.from(metadata) }], 'any');
    return this.entries.at(-1) as Entry;
  }

  softDelete(streamId: string): void {
    const stream = this.#streamOf(streamId);
    stream.begin = (stream.entries.at(-1)?.revision ?? -1n) + 1n;
  }

  tombstone(streamId: string): void {
    const stream = this.#streamOf(streamId);
    stream.isTombstoned = true;
    this.#add({ streamId, revision: TOMBSTONE, id: crypto.randomUUID(), type: '$streamDeleted', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.from('') }); // prettier-ignore
  }

  /** An older backup of it: as it was with so many events of all streams. */
  older(count: number): Journal {
    const older = new Journal();
    for (const { streamId, ...event } of this.entries.slice(0, count)) older.append(streamId, [event], 'any');
    return older;
  }

  /** The events of a stream that can be read; null for one that is not there. */
  readable(streamId: string): readonly Entry[] | 'deleted' | null {
    const stream = this.#streams.get(streamId);
    if (stream?.isTombstoned === true) return 'deleted';
    const entries = stream?.entries.filter(({ revision }) => revision >= stream.begin) ?? [];
    return entries.length === 0 ? null : entries;
  }

  /** Told of every event that is added. @returns what ends that */
  watch(told: () => void): () => void {
    this.#watches.add(told);
    return () => this.#watches.delete(told);
  }

  #streamOf(streamId: string): Stream {
    const stream = this.#streams.get(streamId) ?? { entries: [], begin: 0n, isTombstoned: false };
    this.#streams.set(streamId, stream);
    return stream;
  }

  #repeats({ entries }: Stream, proposed: readonly Proposed[], after: bigint): boolean {
    return proposed.every(({ id }, index) => entries[Number(after) + 1 + index]?.id === id);
  }

  #write(stream: Stream, streamId: string, proposed: readonly Proposed[]): Outcome {
    for (const event of proposed) {
      const revision = (stream.entries.at(-1)?.revision ?? -1n) + 1n;
      stream.entries.push(this.#add({ ...event, streamId, revision }));
    }
    const last = stream.entries.at(-1);
    return { kind: 'written', revision: last?.revision ?? -1n, position: last?.position ?? null };
  }

  #add(entry: Omit<Entry, 'position' | 'created'>): Entry {
    this.#end += BigInt(200 + entry.data.length + entry.metadata.length);
    const added = { ...entry, position: this.#end, created: this.now() };
    this.entries.push(added);
    for (const told of this.#watches) told();
    return added;
  }
}
