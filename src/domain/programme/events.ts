import { z } from 'zod';
import { event, type EventOf } from '../event.ts';
import { names, slug } from '../names.ts';

/** A programme that groups solutions was made known to the registry. Undated. Since version 1. */
export const ProgrammeRegistered = event('ProgrammeRegistered', 1, z.strictObject({ programmeId: slug, names }));

export const programmeEvents = [ProgrammeRegistered] as const;
export type ProgrammeEvent = EventOf<(typeof programmeEvents)[number]>;
