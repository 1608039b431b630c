import { z } from 'zod';
import { canonical } from '../canonical.ts';
import { metadata, metadataText } from '../metadata.ts';
import type { Stored } from '../port.ts';

/** An event as an export carries it: without its position, which the log that takes it gives anew. */
export type Exported = Omit<Stored, 'position'>;

/** One line of an export. `data` goes in as it is stored, so the bytes stay what the hash chain covers. */
export function lineOf({ stream, revision, id, type, version, data, metadata: beside }: Exported): string {
  const head = JSON.stringify({ stream, revision, id, type, version });
  return `${head.slice(0, -1)},"data":${data},"metadata":${metadataText(beside)}}\n`;
}

export const exportedLine = z.strictObject({
  stream: z.string().min(1),
  revision: z.int().min(0),
  id: z.string().min(1),
  type: z.string().min(1),
  version: z.int().min(1),
  data: z.looseObject({}).transform(canonical),
  metadata,
});

/** The last line: how many events stand before it, and the SHA-256 (hex) of their lines, line ends included. */
export interface End {
  readonly end: { readonly events: number; readonly sha256: string };
}

export const endLine: z.ZodType<End> = z.strictObject({
  end: z.strictObject({ events: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});
