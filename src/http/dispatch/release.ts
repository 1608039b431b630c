import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';

const SOURCE = new URL('../../../', import.meta.url);

/**
 * A digest of the code that answers: the same question at the same position may be answered otherwise by another release, and a tag
 * that was given by one must never be taken for the other's.
 */
export const RELEASE = digest(globSync(['src/**/*', 'openapi/openapi.json'], { cwd: SOURCE, withFileTypes: false }).toSorted());

function digest(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files.filter((name) => /\.(ts|json|csv)$/.test(name))) hash.update(file).update(readFileSync(new URL(file, SOURCE)));
  return hash.digest('base64url').slice(0, 22);
}
