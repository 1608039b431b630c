import { describe, expect, it } from '@jest/globals';
import type { EventIndex } from '../../../src/eventstore/sqlite/index/event-index.ts';
import { keyOf } from '../../../src/eventstore/sqlite/index/keys.ts';
import { streamHeads } from '../../../src/eventstore/sqlite/heads.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { newStream, reports } from '../events.ts';
import { folders } from './folder.ts';
import { tamper } from './tamper.ts';

const hash = 'a'.repeat(64);

/** Streams whose keys leave the same rest: they are remembered in the same places, whatever power of two there is up to this one. */
function neighbours(count: number): string[] {
  const found: string[] = [];
  for (let n = 0; found.length < count; n += 1) if (keyOf(`solution-${n}`) % 2 ** 17 === 1) found.push(`solution-${n}`);
  return found;
}

/** An index that is asked for nothing but the last event of a stream, of which there is none. */
function askedIndex() {
  const asked: string[] = [];
  const index = {
    lastOfStream(stream: string) {
      asked.push(stream);
      return undefined;
    },
  } as unknown as EventIndex;
  return { index, asked };
}

describe('the heads of streams', () => {
  it('that are remembered in the same places are remembered side by side, a few of them', () => {
    const { index, asked } = askedIndex();
    const heads = streamHeads(index);
    const streams = neighbours(4);
    streams.forEach((stream, revision) => { heads.move(stream, { revision, hash }); }); // prettier-ignore
    expect([streams.map((stream) => heads.of(stream).revision), asked]).toEqual([[0, 1, 2, 3], []]);
  });

  it('move on in their own place', () => {
    const { index, asked } = askedIndex();
    const heads = streamHeads(index);
    const streams = neighbours(4);
    for (let revision = 0; revision < 10; revision += 1) for (const stream of streams) heads.move(stream, { revision, hash });
    expect([streams.map((stream) => heads.of(stream).revision), asked]).toEqual([[9, 9, 9, 9], []]);
  });

  it('for which there is no room are asked of the log, and never taken for those of another', () => {
    const { index, asked } = askedIndex();
    const heads = streamHeads(index);
    const streams = neighbours(5);
    streams.forEach((stream, revision) => { heads.move(stream, { revision, hash }); }); // prettier-ignore
    const told = streams.map((stream, revision) => [NO_STREAM, revision].indexOf(heads.of(stream).revision));
    expect([told.filter((which) => which === 0).length, told.filter((which) => which === 1).length, asked.length]).toEqual([1, 4, 1]);
  });

  it('are asked of the log where what was remembered may never have come to stand', () => {
    const { index, asked } = askedIndex();
    const heads = streamHeads(index);
    heads.move('solution-a', { revision: 0, hash });
    heads.forget();
    expect([heads.of('solution-a').revision, asked]).toEqual([NO_STREAM, ['solution-a']]);
  });
});

describe('the head of a stream whose last event is damaged', () => {
  const { make, open } = folders();

  it('is not gone on from: the next event would be chained to a hash that nobody wrote', async () => {
    const path = make();
    const store = open(path);
    const [stream, other] = [newStream(), newStream()];
    for (const each of [stream, other]) await store.append(each, reports(1), NO_STREAM);
    await store.close();
    tamper(path, (database) => {
      database.exec(`UPDATE events SET metadata = json_set(metadata, '$.hash', '${hash}') WHERE position = 1`);
    });
    const again = open(path);
    await expect(again.append(stream, reports(1), 0)).rejects.toMatchObject({ code: 'corrupt' });
    expect(await again.append(other, reports(1), 0)).toMatchObject({ revision: 1 });
  });
});
