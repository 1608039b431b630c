import { hash } from 'node:crypto';

/** Of the bytes: equal tags mean equal bytes. */
const digest = (content: Buffer | string): string => hash('sha256', content, 'base64url').slice(0, 22);

/** The strong ETag of a representation; for what stands for a stream, `"<revision>.<digest>"`. */
export const entityTag = (content: Buffer | string, revision?: number): string =>
  revision === undefined ? `"${digest(content)}"` : `"${revision}.${digest(content)}"`;

/** Whether an If-None-Match is for the tag: it names it, or says «any». */
export const noneMatches = (header: string, tag: string): boolean => header.trim() === '*' || isNamed(header, tag);

/** Whether an If-None-Match names the tag (RFC 9110, 13.1.2: weak comparison), so that whoever sends it was given it. */
export const isNamed = (header: string, tag: string): boolean => header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/** The revision that an If-Match names: the part before the dot; a bare `"<revision>"` does as well. Its form is the contract's. */
export const revisionOf = (ifMatch: string): number => Number(/^"(-?\d+)/.exec(ifMatch)?.[1]);
