import { entityTag } from './conditional.ts';

/** An answer whose bytes are there before it is asked for. */
export interface Prebuilt {
  readonly bytes: Buffer;
  /** Strong: of all the bytes. */
  readonly tag: string;
}

/** JSON that stands between other JSON, with a digest of its own: so that a tag of the whole need not read it again. */
export interface PrebuiltPart {
  readonly bytes: Buffer;
  readonly digest: string;
}

export const prebuiltPart = (value: unknown): PrebuiltPart => {
  const bytes = Buffer.from(JSON.stringify(value));
  return { bytes, digest: entityTag(bytes) };
};

/** A whole of a beginning, a part and an end. Its tag covers all three: the part by its digest, with where it begins and ends. */
export function assembled(before: string, part: PrebuiltPart, after: string): Prebuilt {
  const tag = entityTag(Buffer.from(JSON.stringify([before, part.digest, after])));
  return { bytes: Buffer.concat([Buffer.from(before), part.bytes, Buffer.from(after)]), tag };
}
