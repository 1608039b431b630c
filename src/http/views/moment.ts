import type { ResolvedMoment } from '../../registry/moments.ts';

/** What every answer says of when it is for. */
export const shown = ({ asOf, instant, position }: ResolvedMoment) => ({ asOf, knownAt: instant, position });
