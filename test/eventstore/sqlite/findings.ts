import { openSqliteReader } from '../../../src/eventstore/sqlite/reader.ts';

/** What is wrong with the file of a store, as its reader finds it: each as «code at position». */
export async function findings(path: string): Promise<string[]> {
  const reader = openSqliteReader({ path });
  try {
    return (await Array.fromAsync(reader.verifyFile())).map(({ code, position }) => `${code} at ${position}`);
  } finally {
    reader.close();
  }
}
