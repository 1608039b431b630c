import { z } from 'zod';
import type { Metadata, Provenance } from './port.ts';

const text = z.string().min(1);

const provenanceMembers = {
  consumer: text,
  supplier: text.nullable(),
  correlationId: text,
  causationId: text.nullable(),
  fingerprint: text,
  attempt: text,
};

/** What a caller says of an event, before the store has stamped it. */
export const provenance: z.ZodType<Provenance> = z.strictObject(provenanceMembers);

/** What stands beside an event for ever. Strict: a member that is not known here would not be covered by what was tested. */
export const metadata: z.ZodType<Metadata> = z.strictObject({
  ...provenanceMembers,
  recordedAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(\d{3})?Z$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
