import { IMAGINED } from '../../domain/position.ts';
import type { Point } from '../../domain/timeline.ts';

/** The event id of a fact; null for one that a dry run only imagines: nothing will ever have that id. */
export const recordedId = ({ factId, position }: Pick<Point<unknown>, 'factId' | 'position'>): string | null =>
  position === IMAGINED ? null : factId;
