import { z } from 'zod';

/** Bounds of free text, in UTF-16 code units, as JSON Schema and JavaScript count. The contract has the same. */
export const TEXT = { name: 200, description: 4000, evidence: 500, reason: 1000 } as const;

const name = z.string().min(1).max(TEXT.name);

/** A name in bokmål, nynorsk and English; bokmål always. */
export type Names = z.output<typeof names>;
export const names = z.strictObject({ nb: name, nn: name.nullable(), en: name.nullable() });

/** A readable id chosen at registration: lower-case words of letters and digits joined by hyphens, at most 64 characters. */
export type Slug = string & { readonly __brand: 'Slug' };
const form = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const isSlug = (text: string): text is Slug => text.length <= 64 && form.test(text);
export const slug = z.custom<Slug>((value) => typeof value === 'string' && isSlug(value), 'not a slug');
