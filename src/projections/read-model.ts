import type { Recorded } from '../eventstore/port.ts';
import type { AdoptionRecords } from '../eventstore/adoption-records.ts';

/**
 * A fold over the log, kept in memory in the shape that its queries want. `fold` is deterministic: no clock and no
 * randomness, and the same state whatever the size of a batch or the point of a restart. It is given every event once, in order.
 * `Saved` is what is needed to go on folding, not what is derived from it: plain objects, Maps and typed arrays.
 */
export interface ReadModel<Saved = unknown> {
  readonly name: string;
  /** The models that this one asks while it folds: it stops when one of them does. */
  readonly restsOn?: readonly string[];
  fold(event: Recorded): void;
  /**
   * Folds events of adoption in short, from one row until another: the same as folding each of them. A model without it keeps
   * nothing of them.
   */
  foldInShort?(records: AdoptionRecords, from: number, until: number): void;
  /** Its state as it is, not a copy: whoever saves writes it down at once. */
  save(): Saved;
  /** Takes the place of folding, on a model that has folded nothing. */
  restore(saved: Saved): void;
}
