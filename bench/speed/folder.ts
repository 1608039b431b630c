import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when it is disposed of. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'registry-bench-'));
  return { path, [Symbol.dispose]: () => { rmSync(path, { recursive: true, force: true }); } }; // prettier-ignore
}
