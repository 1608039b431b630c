import { createReadStream } from 'node:fs';
import type { Position } from '../../domain/position.ts';
import type { Stored } from '../../eventstore/port.ts';
import { readExport } from '../../eventstore/transfer/read.ts';
import { verify } from '../../eventstore/verify.ts';
import { count } from '../count.ts';
import { tell } from '../findings.ts';

/** The events of an export, in the batches in which a log takes them. @throws StoreError `broken-export` */
export const batches = (file: string): AsyncGenerator<readonly Stored[]> => readExport(createReadStream(file, 'utf8'));

/**
 * A first reading that records nothing: every finding is told on stderr. Several processes stamp by clocks of their own, so that in the
 * order of a cluster's log times step back: no damage. @returns how many findings there are
 */
export async function check(file: string): Promise<number> {
  const found = verify({ readStored: (after) => numbered(file, after) }, { contiguous: true, settling: Infinity });
  const findings = await tell(found, process.stderr);
  if (findings > 0) process.stderr.write(`${count(findings, 'finding')}; nothing was imported\n`);
  return findings;
}

/** The events of an export with the positions that they would get in a log of their own. */
async function* numbered(file: string, after: Position): AsyncGenerator<Stored> {
  let position = 0;
  for await (const batch of batches(file))
    for (const stored of batch) if (++position > after) yield { ...stored, position: position as Position };
}
