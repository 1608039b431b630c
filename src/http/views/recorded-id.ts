import type { Point } from '../../domain/timeline.ts';
import { isImagined } from '../../registry/event-ids.ts';

/** The event id of a fact; null for one that a dry run only imagines. */
export const recordedId = ({ factId }: Pick<Point<unknown>, 'factId'>): string | null => (isImagined(factId) ? null : factId);
