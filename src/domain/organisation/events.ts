import { z } from 'zod';
import { event, type EventOf } from '../event.ts';
import { readableText, TEXT } from '../names.ts';
import { organisationNumber } from '../organisation-number.ts';

/** What kind of body an organisation is; a directorate as supplier is a finding of its own. */
export const SECTORS = [
  'state',
  'directorate',
  'regional-health-authority',
  'county',
  'municipality',
  'inter-municipal',
  'private',
] as const;
export type Sector = (typeof SECTORS)[number];

/** An organisation was made known to the registry, so that facts can name it. Undated. Since version 1. */
export const OrganisationRegistered = event(
  'OrganisationRegistered',
  1,
  z.strictObject({ organisationNumber, name: readableText(TEXT.name), sector: z.enum(SECTORS) }),
);

export const organisationEvents = [OrganisationRegistered] as const;
export type OrganisationEvent = EventOf<(typeof organisationEvents)[number]>;
