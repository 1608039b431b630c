import { describe, expect, it } from '@jest/globals';
import { hashAfter } from '../../../src/eventstore/hash.ts';
import { NO_STREAM, type Stored } from '../../../src/eventstore/port.ts';
import { newStream, reported, reports, storedStream } from '../events.ts';
import { folders } from './folder.ts';

const { make, open, sqlite } = folders();

/** Two events in a file, and another program's connection to it, with SQLite's defaults (recursive_triggers OFF). */
async function recorded() {
  const path = make();
  const store = open(path);
  await store.append('nsr.adoption-digisos.0301', reports(2), NO_STREAM);
  const other = sqlite(path);
  const rows = () => other.prepare('SELECT * FROM events').all();
  return { store, other, rows };
}

describe('what is in the log', () => {
  it.each([
    { statement: `UPDATE events SET data = '{}'`, refusal: 'events are never changed' },
    { statement: 'UPDATE OR REPLACE events SET revision = 0 WHERE position = 2', refusal: 'events are never changed' },
    { statement: 'DELETE FROM events WHERE position = 2', refusal: 'events are never deleted' },
    {
      statement: `INSERT OR REPLACE INTO events SELECT position, 'elsewhere', 0, 'new', type, version, '{}', metadata, checksum FROM events WHERE position = 1`,
      refusal: 'events are never replaced',
    },
  ])('is not touched by another program: $statement', async ({ statement, refusal }) => {
    const { other, rows } = await recorded();
    const before = rows();
    expect(() => other.prepare(statement).run()).toThrow(refusal);
    expect(rows()).toEqual(before);
  });

  it('has every event id once: one that stands elsewhere is refused by name, and nothing of its append is written', async () => {
    const { store } = await recorded();
    const event = reported();
    const stream = newStream();
    await store.append(stream, [event], NO_STREAM);
    await expect(store.append(newStream(), [reported(), event], NO_STREAM)).rejects.toMatchObject({
      code: 'duplicate-id',
      details: { eventId: event.id, stream, revision: 0 },
    });
    expect(await store.head()).toBe(3);
  });

  it('has every event id once, also what is restored', async () => {
    const { store } = await recorded();
    const [first] = storedStream() as [Stored];
    await store.restore([first]);
    const elsewhere = { ...first, stream: newStream() };
    const again = { ...elsewhere, metadata: { ...first.metadata, hash: hashAfter(null, elsewhere) } };
    await expect(store.restore([again])).rejects.toMatchObject({
      code: 'duplicate-id',
      details: { eventId: first.id, stream: first.stream },
    });
    expect(await store.head()).toBe(3);
  });
});
