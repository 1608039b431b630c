import type { ReformRow, Tables } from './tables.ts';

/** One step of a reform: all inhabitants of the predecessor, or a part of them, came to the successor. */
export interface Step extends ReformRow {
  /** Part of a merger, of a split, or the same municipality under a new number. */
  readonly kind: 'merged' | 'split' | 'renumbered';
}

/**
 * The steps of all reforms, told apart by their shape alone: who has several predecessors that day was merged (also from
 * parts of a split, also under a number that stays); who is one of several successors was split off; the rest were renumbered.
 */
export const stepsOf = ({ reforms }: Tables): Step[] =>
  reforms.map((row) => {
    const sameDay = reforms.filter(({ date }) => date === row.date);
    const predecessors = sameDay.filter(({ successor }) => successor === row.successor).length;
    const successors = sameDay.filter(({ predecessor }) => predecessor === row.predecessor).length;
    return { ...row, kind: predecessors > 1 ? 'merged' : successors > 1 ? 'split' : 'renumbered' };
  });
