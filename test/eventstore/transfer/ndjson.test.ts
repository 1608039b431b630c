import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { START } from '../../../src/domain/position.ts';
import type { Stored } from '../../../src/eventstore/port.ts';
import { readExport } from '../../../src/eventstore/transfer/read.ts';
import { writeExport } from '../../../src/eventstore/transfer/write.ts';
import { storedStream } from '../events.ts';
import { folders } from '../sqlite/folder.ts';
import { storedLog } from '../stored.ts';

const { make, open } = folders();

async function* each<Thing>(things: Iterable<Thing>): AsyncGenerator<Thing> {
  for (const thing of things) yield await Promise.resolve(thing);
}
const written = async (events: readonly Stored[]) => (await Array.fromAsync(writeExport(each(events)))).join('');
const read = async (...chunks: readonly string[]) => (await Array.fromAsync(readExport(each(chunks)))).flat();

const broken = (line: number, reason: string) => ({
  code: 'broken-export',
  details: { line, reason: expect.stringContaining(reason) },
});

describe('an export', () => {
  it('is a line an event, without position and log id, and a line that ends it', async () => {
    const log = storedLog();
    const lines = (await written(log))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(log.length + 1);
    expect(Object.keys(lines[0] ?? {})).toEqual(['stream', 'revision', 'id', 'type', 'version', 'data', 'metadata']);
    expect(lines.at(-1)).toEqual({ end: { events: log.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it('has no line that is longer than any event: one is refused before it is whole', async () => {
    const chunk = 'x'.repeat(1_000_000);
    let given = 0;
    const endless = async function* () {
      for (; given < 1_000; given += 1) yield await Promise.resolve(chunk);
    };
    await expect(Array.fromAsync(readExport(endless()))).rejects.toMatchObject(broken(1, 'longer than 8000000 characters'));
    expect(given).toBeLessThan(10);
  });

  it('gives back every event to the letter, however the file is cut into chunks', async () => {
    const log = storedLog();
    const text = await written(log);
    const expected = log.map((event) => ({ ...event, position: START }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: text.length }), { maxLength: 20 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(await read(...at.slice(1).map((end, index) => text.slice(at[index], end)))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('of an empty log can be read', async () => {
    expect(await read(await written([]))).toEqual([]);
  });

  it('moves a log to another store, with every hash', async () => {
    const [from, to] = [open(make()), open(make())];
    await from.restore(storedLog());
    for await (const batch of readExport(writeExport(from.readStored(START)))) await to.restore(batch);
    expect(await Array.fromAsync(to.readStored(START))).toEqual(await Array.fromAsync(from.readStored(START)));
  });

  it('comes in batches of bounded size', async () => {
    const log = Array.from({ length: 900 }, () => storedStream()).flat();
    const sizes = [];
    for await (const batch of readExport(writeExport(each(log)))) sizes.push(batch.length);
    expect(sizes).toEqual([1000, 1000, 700]);
  });
});

describe('an export that is not what was written is refused:', () => {
  const lines = async () => (await written(storedLog())).split('\n').slice(0, -1);
  const text = (changed: readonly string[]) => `${changed.join('\n')}\n`;

  it('cut off anywhere', async () => {
    const whole = await written(storedLog());
    // The last line is whole without its line end too.
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 2 }), async (length) => {
        await expect(read(whole.slice(0, length))).rejects.toMatchObject({ code: 'broken-export' });
      }),
    );
    await expect(read(text((await lines()).slice(0, -1)))).rejects.toMatchObject(broken(7, 'cut off'));
  });

  it('a line missing', async () => {
    await expect(read(text((await lines()).toSpliced(2, 1)))).rejects.toMatchObject(broken(6, '5 events stand before it, not 6'));
  });

  it('two lines that changed places', async () => {
    const [first, second, ...rest] = await lines();
    await expect(read(text([second ?? '', first ?? '', ...rest]))).rejects.toMatchObject(broken(7, 'digest'));
  });

  it('a line twice instead of another', async () => {
    const all = await lines();
    await expect(read(text(all.with(1, all[0] ?? '')))).rejects.toMatchObject(broken(7, 'digest'));
  });

  it('any one character altered', async () => {
    const whole = await written(storedLog());
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 2 }), fc.constantFrom('0', 'a', ' ', '\n', '\r', '"', 'ø'), async (at, character) => {
        fc.pre(whole[at] !== character);
        await expect(read(whole.slice(0, at) + character + whole.slice(at + 1))).rejects.toMatchObject({ code: 'broken-export' });
      }),
      { numRuns: 500 },
    );
  });

  it('line ends of another system', async () => {
    await expect(read((await written(storedLog())).replaceAll('\n', '\r\n'))).rejects.toMatchObject(broken(7, 'digest'));
  });

  it('something else than JSON, by its line', async () => {
    await expect(read(text((await lines()).with(3, 'kommune;løsning')))).rejects.toMatchObject(broken(4, 'not JSON'));
  });

  it('something else than an event, by its line', async () => {
    await expect(read(text((await lines()).with(3, '{"stream":"nsr.x"}')))).rejects.toMatchObject(broken(4, 'not an event'));
  });

  it('something after its end', async () => {
    await expect(read(text([...(await lines()), '{}']))).rejects.toMatchObject(broken(8, 'after the end'));
  });

  it('an empty file', async () => {
    await expect(read('')).rejects.toMatchObject(broken(1, 'cut off'));
  });
});
