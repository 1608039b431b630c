import { inflateSync } from 'node:zlib';
import type { Colour } from '../http/contrast.ts';

/** The colours of a screenshot, row by row: a PNG as Chromium writes it, 8 bits a part, not interlaced. Source: PNG, third edition, 9. */
export function pixelsOf(png: Buffer): Colour[] {
  const [width, size] = [png.readUInt32BE(16), png[25] === 6 ? 4 : 3];
  const filtered = inflateSync(Buffer.concat([...dataOf(png)]));
  const pixels: Colour[] = [];
  let above = new Uint8Array(width * size);
  for (let from = 0; from < filtered.length; from += 1 + width * size) {
    const row = Uint8Array.from(filtered.subarray(from + 1, from + 1 + width * size));
    for (let x = 0; x < row.length; x += 1)
      row[x] = (row[x] ?? 0) + predicted(filtered[from] ?? 0, row[x - size], above[x], x < size ? 0 : above[x - size]);
    for (let x = 0; x < row.length; x += size) pixels.push([row[x] ?? 0, row[x + 1] ?? 0, row[x + 2] ?? 0]);
    above = row;
  }
  return pixels;
}

function* dataOf(png: Buffer): Generator<Buffer> {
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') yield png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
}

/** What a filter (none, left, up, average, Paeth) takes a byte to be, from those around it. */
function predicted(filter: number, left = 0, up = 0, corner = 0): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  const paeth = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
  return [0, left, up, (left + up) >> 1, paeth][filter] ?? 0;
}
