import { z } from 'zod';

/** Bounds of free text, in characters (code points, as JSON Schema counts). The contract has the same. */
export const TEXT = { name: 200, description: 4000, evidence: 500, reason: 1000 } as const;

/** Controls (a line break is none), unpaired surrogates, and what changes the direction of text or cannot be seen. */
const unreadable = /[^\P{Cc}\n]|\p{Cs}|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Whether free text can be read by whoever comes after: it is kept for ever, and some of it can never be corrected. */
export const isReadable = (text: string): boolean => /\S/u.test(text) && !unreadable.test(text);

/** Readable text of at most so many characters. */
export const readableText = (most: number) =>
  z.string().refine((text) => isReadable(text) && hasAtMost(most, text), `not readable text of at most ${most} characters`);

/** Code points are counted only where there are more UTF-16 units: to count them, each becomes a text. */
const hasAtMost = (most: number, text: string): boolean => text.length <= most || Array.from(text).length <= most;

const name = readableText(TEXT.name);

/** A name in bokmål, nynorsk and English; bokmål always. */
export type Names = z.output<typeof names>;
export const names = z.strictObject({ nb: name, nn: name.nullable(), en: name.nullable() });

/** Characters of a slug, at most. */
export const LONGEST_SLUG = 64;

/** A readable id chosen at registration: lower-case words of letters and digits joined by hyphens. */
export type Slug = string & { readonly __brand: 'Slug' };
const form = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const isSlug = (text: string): text is Slug => text.length <= LONGEST_SLUG && form.test(text);
export const slug = z.custom<Slug>((value) => typeof value === 'string' && isSlug(value), 'not a slug');
