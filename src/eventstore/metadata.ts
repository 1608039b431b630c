import { z } from 'zod';
import type { Metadata, Provenance } from './port.ts';

const text = z.string().min(1);

const TRACEPARENT = '00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}';

const provenanceMembers = {
  consumer: text,
  supplier: text.nullable(),
  correlationId: text,
  causationId: text.nullable(),
  fingerprint: text,
  attempt: text,
  traceparent: z
    .string()
    .regex(new RegExp(`^${TRACEPARENT}$`))
    .exactOptional(),
};

/** What a caller says of an event, before the store has stamped it. */
export const provenance: z.ZodType<Provenance> = z.strictObject(provenanceMembers);

const RECORDED_AT = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}(?:\\d{3})?Z';
const HASH_LENGTH = 64;

/** What stands beside an event for ever. Strict: a member that is not known here would not be covered by what was tested. */
export const metadata: z.ZodType<Metadata> = z.strictObject({
  ...provenanceMembers,
  recordedAt: z.string().regex(new RegExp(`^${RECORDED_AT}$`)),
  hash: z.string().regex(new RegExp(`^[0-9a-f]{${HASH_LENGTH}}$`)),
});

/** Metadata as they are stored, with their hash or, for it to be made, without. */
type Written = Omit<Metadata, 'hash'> & { readonly hash: string | undefined };

/** The canonical form (RFC 8785) of metadata, but for what the store adds to what a caller says: it comes between the two. */
export interface ProvenanceText {
  readonly before: string;
  readonly after: string;
}

/** Printed once an event, and not again for its hash and for the log. */
const provenanceText = ({
  attempt, causationId, consumer, correlationId, fingerprint, supplier, traceparent,
}: Omit<Provenance, 'traceparent'> & { readonly traceparent?: string | undefined }): ProvenanceText => ({
  before: JSON.stringify({ attempt, causationId, consumer, correlationId, fingerprint }).slice(0, -1),
  after: `,${JSON.stringify({ supplier, traceparent }).slice(1)}`,
}); // prettier-ignore

/** The canonical form of metadata. @param recordedAt and @param hash are digits and need no escape; without `hash` it is what the hash is of */
export const completed = ({ before, after }: ProvenanceText, recordedAt: string, hash?: string): string =>
  [before, hash === undefined ? '' : `,"hash":"${hash}"`, `,"recordedAt":"${recordedAt}"`, after].join('');

export const metadataText = (written: Written): string => completed(provenanceText(written), written.recordedAt, written.hash);

/** What stands for itself in JSON. */
const plain = '[ !#-\\[\\]-~]+';

/** The canonical form (RFC 8785: members sorted, no space) of metadata whose texts need no escape, in the parts that ProvenanceText has. */
const parts = {
  before: `\\{"attempt":"(${plain})","causationId":(?:null|"(${plain})"),"consumer":"(${plain})","correlationId":"(${plain})","fingerprint":"(${plain})"`,
  after: `,"supplier":(?:null|"(${plain})")(?:,"traceparent":"(${TRACEPARENT})")?\\}`,
};
const form = new RegExp(`^${parts.before},"hash":"([0-9a-f]+)","recordedAt":"(${RECORDED_AT})"${parts.after}$`);
const [before, after] = [new RegExp(`^${parts.before}$`), new RegExp(`^${parts.after}$`)];

/** What a caller says of an event, and its text. Of the usual form they are checked without the schema: every event passes here when it is recorded. */
export interface Said {
  readonly provenance: Provenance;
  readonly text: ProvenanceText;
}

/** @throws ZodError for what would not decode */
export function said(metadata: Provenance): Said {
  const text = provenanceText(metadata);
  const members: readonly unknown[] = Object.values(metadata);
  const areTexts =
    members.length === ('traceparent' in metadata ? 7 : 6) && members.every((one) => typeof one === 'string' || one === null);
  if (areTexts && before.test(text.before) && after.test(text.after)) return { provenance: metadata, text };
  return { provenance: provenance.parse(metadata), text };
}

/**
 * The metadata as stored. Our own log writes them canonically, and in that form they are checked without a parser: every
 * event passes here when the log is read.
 * @throws SyntaxError, ZodError when they are not what was written
 */
export function decodeMetadata(stored: string): Metadata {
  const found = form.exec(stored) ?? [];
  const [, attempt, causationId = null, consumer, correlationId, fingerprint, hash, recordedAt, supplier = null, traceparent] = found;
  const isWhole =
    attempt !== undefined && consumer !== undefined && correlationId !== undefined && fingerprint !== undefined && recordedAt !== undefined;
  if (!isWhole || hash?.length !== HASH_LENGTH) return metadata.parse(JSON.parse(stored));
  const traced = traceparent === undefined ? {} : { traceparent };
  return { consumer, supplier, correlationId, causationId, fingerprint, attempt, ...traced, recordedAt, hash };
}
