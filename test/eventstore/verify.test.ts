import { describe, expect, it } from '@jest/globals';
import { position } from '../../src/domain/position.ts';
import { type EventStore, NO_STREAM, type Stored } from '../../src/eventstore/port.ts';
import { verify } from '../../src/eventstore/verify.ts';
import { newStream, reports } from './events.ts';
import { folders } from './sqlite/folder.ts';
import { storedLog } from './stored.ts';

const { make, open, sqlite } = folders();

/** A log of which only the stored events are known. */
const logOf = (events: readonly Stored[]): Pick<EventStore, 'readStored'> => ({
  async *readStored(after) {
    for (const event of events) if (event.position > after) yield await Promise.resolve(event);
  },
});

async function codes(log: Pick<EventStore, 'readStored'>, contiguous = true): Promise<string[]> {
  return (await Array.fromAsync(verify(log, { contiguous, settling: 0 }))).map(({ code, position: at }) => `${code} at ${at}`);
}

const changed = (index: number, change: (event: Stored) => Partial<Stored>) =>
  storedLog().map((event, at) => (at === index ? { ...event, ...change(event) } : event));
const renumbered = (events: readonly Stored[]) => events.map((event, index) => ({ ...event, position: position(index + 1) }));

describe('verifying a log', () => {
  it('finds nothing in one that is as it was written', async () => {
    expect(await codes(logOf(storedLog()))).toEqual([]);
  });

  it('finds a byte that was changed in the content', async () => {
    expect(await codes(logOf(changed(2, ({ data }) => ({ data: data.replace('2023/418', '2023/419') }))))).toEqual(['broken-chain at 3']);
  });

  it('finds another form of the same content', async () => {
    expect(await codes(logOf(changed(2, ({ data }) => ({ data: data.replace(',', ', ') }))))).toEqual(['broken-chain at 3']);
  });

  it.each([
    { what: 'who recorded it', change: { consumer: '971032146' } },
    { what: 'when it was recorded', change: { recordedAt: '2024-01-01T12:00:01.500Z' } },
  ])('finds a change of $what', async ({ change }) => {
    const log = changed(3, ({ metadata }) => ({ metadata: { ...metadata, ...change } }));
    expect((await codes(logOf(log)))[0]).toBe('broken-chain at 4');
  });

  it('finds a whole stream re-hashed from an altered event on by the next event that is not', async () => {
    const log = changed(0, ({ metadata }) => ({ metadata: { ...metadata, hash: 'a'.repeat(64) } }));
    expect(await codes(logOf(log))).toEqual(['broken-chain at 1', 'broken-chain at 3']);
  });

  it('finds an event that is missing, in its stream and in the log', async () => {
    expect(await codes(logOf(storedLog().toSpliced(2, 1)))).toEqual(['position-gap at 4', 'revision-gap at 5', 'broken-chain at 5']);
  });

  it('finds the missing last event of a stream only where positions are contiguous', async () => {
    const log = logOf(storedLog().toSpliced(4, 1));
    expect(await codes(log)).toEqual(['position-gap at 6']);
    expect(await codes(log, false)).toEqual([]);
  });

  it('finds two events of a stream that changed places', async () => {
    const log = storedLog();
    const swapped = renumbered([log[2], log[1], log[0], ...log.slice(3)] as Stored[]);
    expect(new Set(await codes(logOf(swapped)))).toEqual(
      new Set([
        'revision-gap at 1',
        'broken-chain at 1',
        'recorded-earlier at 2',
        'revision-gap at 3',
        'broken-chain at 3',
        'recorded-earlier at 3',
        'revision-gap at 5',
        'broken-chain at 5',
      ]),
    );
  });

  it.each([
    { what: 'type', change: { type: 'AdoptionForgotten' } },
    { what: 'version', change: { version: 2 } },
    { what: 'content', change: { data: '{"stage":"everywhere"}' } },
  ])('finds an event whose $what this release does not know', async ({ change }) => {
    expect(await codes(logOf(changed(5, () => change)))).toEqual(['broken-chain at 6', 'undecodable at 6']);
  });

  it('finds an event that was recorded at no time', async () => {
    const log = changed(3, ({ metadata }) => ({ metadata: { ...metadata, recordedAt: '2024-13-01T12:00:00.000Z' } }));
    expect(await codes(logOf(log))).toEqual(['broken-chain at 4', 'undecodable at 4']);
  });

  it('says which event, where, and what is wrong', async () => {
    const log = changed(5, () => ({ type: 'AdoptionForgotten' }));
    const findings = await Array.fromAsync(verify(logOf(log), { contiguous: true, settling: 0 }));
    expect(findings[1]).toEqual({
      code: 'undecodable',
      position: 6,
      eventId: log[5]?.id,
      message: `event ${String(log[5]?.id)} at position 6 has the unknown type AdoptionForgotten`,
    });
  });

  it.each(['{"hash":null}', 'kommune;løsning', '{"by":"a person"}'])('goes on past metadata that cannot be read: %s', async (patch) => {
    const path = make();
    const store = open(path);
    for (let count = 0; count < 5; count += 1) await store.append(newStream(), reports(1), NO_STREAM);
    expect(await codes(store)).toEqual([]);
    const file = sqlite(path);
    file.exec('DROP TRIGGER events_are_never_changed');
    // What is JSON changes some members and leaves the others.
    file.prepare('UPDATE events SET metadata = iif(json_valid(?1), json_patch(metadata, ?1), ?1) WHERE position IN (2, 4)').run(patch);
    expect(await codes(store)).toEqual(['undecodable at 2', 'undecodable at 4']);
  });
});
