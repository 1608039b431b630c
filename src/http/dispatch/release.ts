import { codeDigest } from '../../registry/code-digest.ts';

/**
 * A digest of the code that answers: the same question at the same position may be answered otherwise by another release, and a tag
 * that was given by one must never be taken for the other's.
 */
export const RELEASE = codeDigest(['src/**/*', 'openapi/openapi.json']);
