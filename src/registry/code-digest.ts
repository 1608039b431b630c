import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';

const SOURCE = new URL('../../', import.meta.url);

/** A digest of the sources in some places: what they compute may be something else once it differs. @param places patterns from the root of the project */
export function codeDigest(places: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync([...places], { cwd: SOURCE, withFileTypes: false }).toSorted();
  for (const file of files.filter((name) => /\.(ts|json|csv)$/.test(name))) hash.update(file).update(readFileSync(new URL(file, SOURCE)));
  return hash.digest('base64url').slice(0, 22);
}
