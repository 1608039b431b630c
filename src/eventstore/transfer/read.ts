import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { START } from '../../domain/position.ts';
import { StoreError } from '../errors.ts';
import type { Stored } from '../port.ts';
import { type End, endLine, exportedLine } from './form.ts';
import { type Line, linesOf } from './lines.ts';

/** Events a batch: one transaction of the log that takes them. */
const BATCH = 1000;

/**
 * Reads what `writeExport` wrote, in batches for `restore`. Whether the file is whole is known only at its end: read it
 * once to the end before anything of it is restored.
 * @param chunks the file's text, cut anywhere (a stream with `encoding: 'utf8'`)
 * @throws StoreError `broken-export` with the line: not of the form, after the end, or (at the end) miscounted, altered, cut off
 */
export async function* readExport(chunks: AsyncIterable<string>): AsyncGenerator<readonly Stored[]> {
  const digest = createHash('sha256');
  let count = 0;
  let last = 0;
  let end: End | undefined;
  let batch: Stored[] = [];
  for await (const line of linesOf(chunks)) {
    last = line.number;
    if (end !== undefined) throw broken(line.number, 'there is something after the end');
    if (line.text.startsWith('{"end":')) {
      end = parsed(line, endLine);
      continue;
    }
    // A position of START: the log that takes the event gives it one.
    batch.push({ ...parsed(line, exportedLine), position: START });
    digest.update(line.text).update('\n');
    count += 1;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  if (end === undefined) throw broken(last + 1, 'it ends without its last line: the file was cut off');
  if (end.end.events !== count) throw broken(last, `${count} events stand before it, not ${end.end.events}`);
  if (end.end.sha256 !== digest.digest('hex')) throw broken(last, 'the lines before it are not what was written: their digest differs');
}

function parsed<Output>({ number, text }: Line, schema: z.ZodType<Output>): Output {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw broken(number, 'not JSON');
  }
  const result = schema.safeParse(json);
  if (!result.success) throw broken(number, `not an event of an export: ${result.error.message}`);
  return result.data;
}

const broken = (line: number, reason: string): StoreError => new StoreError('broken-export', { line, reason });
