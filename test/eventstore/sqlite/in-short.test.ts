import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Position, START } from '../../../src/domain/position.ts';
import { type AdoptionRecords, putRecord, RECORD, recordOf } from '../../../src/eventstore/adoption-records.ts';
import { type InShort, type Message, NO_STREAM, type Recorded } from '../../../src/eventstore/port.ts';
import { rebuildDerived } from '../../../src/eventstore/sqlite/rebuild-derived.ts';
import type { SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { eventsOf, recordSteps, step } from '../../projections/adoption-log.ts';
import { newStream, reported, reports } from '../events.ts';
import { storedLog } from '../stored.ts';
import { findings } from './findings.ts';
import { folders } from './folder.ts';
import { asOfVersion } from './older.ts';
import { tamper } from './tamper.ts';

const { make, open, sqlite } = folders();

/** Names under numbers of the reader's own, which are others than the store's. */
function numbering() {
  const names = ['', 'a name that the log does not have'];
  const numberOf = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  return { names, numberOf };
}

/** All messages of a subscription that asks for the log in short, until it has caught up. */
async function inShort(store: SqliteStore, numberOf = numbering().numberOf, after: Position = START): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of store.subscribe(after, new AbortController().signal, numberOf)) {
    if (message.kind === 'caught-up') return messages;
    messages.push(message);
  }
  throw new Error('the subscription ended');
}

const isInShort = (message: Message): message is InShort => message.kind === 'in-short';

/** The position of every event that was handed over, in whatever form, in order. */
const positionsIn = (messages: readonly Message[]): number[] =>
  messages.flatMap((message) => {
    if (message.kind === 'events') return message.events.map(({ position }) => position);
    if (!isInShort(message)) return [];
    const { records, others } = message;
    const positions = [
      ...Array.from({ length: records.count }, (_, row) => records.position(row)),
      ...others.map(({ position }) => position),
    ];
    return positions.sort((a, b) => a - b);
  });

const bytesOf = (records: AdoptionRecords): Buffer[] =>
  Array.from({ length: records.count }, (_, row) => Buffer.from(records.bytes.subarray(row * RECORD, (row + 1) * RECORD)));

async function storeWith(steps = fc.sample(step, { numRuns: 60, seed: 3 })): Promise<string> {
  const path = make();
  const store = open(path);
  await recordSteps(store, steps);
  await store.close();
  return path;
}

/** Changes what is kept in short past the engine. */
const changed = (path: string, sql: string): string => {
  const database = sqlite(path);
  database.exec(sql);
  database.close();
  return path;
};

describe('a record', () => {
  it('is what it has always been, byte by byte: it is stored, and a change needs a migration', () => {
    const event = {
      ...reported(),
      id: '0192f0c1-2345-4678-89ab-cdef01234567',
      stream: 'nsr.adoption-digisos.0301',
      position: 7,
      revision: 0,
    };
    const recorded = {
      ...event,
      metadata: { ...event.metadata, recordedAt: '2024-01-01T12:00:00.000001Z', hash: '' },
    } as unknown as Recorded;
    const numbers: Record<string, number> = { digisos: 1, '994598759': 2 };
    const record = Buffer.from(recordOf(recorded, (name) => numbers[name] ?? 0) ?? []).toString('hex');
    expect(record.match(/.{1,16}/g)).toEqual([
      '0000000000001c40', // position
      '0440337c84371843', // recordedAt
      'c1f0920178464523',
      'efcdab8967452301', // id
      '0000000000000000',
      '0000000000000000', // the fact that is amended: none
      '0100000000000000', // solution, capability
      '02000000eab00000', // consumer, effectiveFrom
      'eab000002d010601', // confirmedAt, municipality, stage, kind
      '73ee7dfd', // checksum
    ]);
  });

  it('is not made of what is no event of adoption, has no UUID, or stands in a stream of another name', () => {
    const [event] = storedLog();
    const whole = { ...event, data: JSON.parse(event?.data ?? '') as object } as unknown as Recorded;
    const record = (change: object) => recordOf({ ...whole, ...change } as Recorded, () => 1);
    expect(record({})).toHaveLength(RECORD);
    for (const change of [
      { type: 'SolutionRegistered' },
      { id: 'report-1' },
      { stream: 'nsr.adoption-digisos.1103' },
      { stream: newStream() },
    ])
      expect(record(change)).toBeUndefined();
  });

  it('has nothing in it of what lay in its place before', async () => {
    const events = (await eventsOf(open(await storeWith()))).filter((event) => recordOf(event, () => 1) !== undefined);
    expect(new Set(events.map(({ type }) => type)).size).toBe(3);
    for (const event of events) {
      const bytes = new Uint8Array(3 * RECORD).fill(0xff);
      expect(putRecord(event, () => 1, new DataView(bytes.buffer), RECORD)).toBe(true);
      expect(bytes.subarray(RECORD, 2 * RECORD)).toEqual(recordOf(event, () => 1));
      expect(new Set([...bytes.subarray(0, RECORD), ...bytes.subarray(2 * RECORD)])).toEqual(new Set([0xff]));
    }
  });
});

describe('the log in short', () => {
  it('has every event once, in order, from every position on: in a record, or whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat({ max: 10 }), fc.nat(), async (steps, more, from) => {
        const store = open(await storeWith(steps)); // with records of these
        if (more > 0) await store.append(newStream(), reports(more), NO_STREAM); // and none of these yet
        const after = (from % steps.length) as Position;
        expect(positionsIn(await inShort(store, undefined, after))).toEqual(
          Array.from({ length: steps.length + more - after }, (_, at) => after + at + 1),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('says of each event of adoption what its record says, with the names under the numbers that were given', async () => {
    const store = open(await storeWith());
    const { names, numberOf } = numbering();
    const records = (await inShort(store, numberOf)).filter(isInShort).flatMap((message) => bytesOf(message.records));
    const due = (await eventsOf(store)).flatMap((event) => recordOf(event, (name) => names.indexOf(name)) ?? []);
    expect(due.length).toBeGreaterThan(30);
    // The checksum is of the store's numbers, and these are the reader's.
    const said = (record: Uint8Array) => Buffer.from(record.subarray(0, RECORD - 4)).toString('hex');
    expect(records.map(said)).toEqual(due.map(said));
  });

  it('goes past many events that have no record, as past any others', async () => {
    const path = await storeWith(fc.sample(step, { numRuns: 5, seed: 1 }));
    const before = open(path);
    const odd = newStream();
    await before.append(odd, reports(700), NO_STREAM);
    await before.append('nsr.adoption-digisos.5001', [reported('in-use', '5001')], NO_STREAM);
    await before.append(odd, reports(10), 699);
    await before.close(); // all that has a record is kept in short now
    expect(positionsIn(await inShort(open(path)))).toEqual(Array.from({ length: 716 }, (_, at) => at + 1));
  });

  it.each([0, 1])('has its next record wherever that is, where %i stand before many events that have none', async (some) => {
    const path = make();
    const [stream, odd] = ['nsr.adoption-digisos.0301', newStream()];
    const before = open(path);
    if (some > 0) await before.append(stream, reports(some), NO_STREAM);
    await before.append(odd, reports(100), NO_STREAM);
    await before.close(); // and with it a segment of the index
    const after = open(path);
    await after.append(stream, reports(1), some + NO_STREAM);
    await after.close();
    tamper(path, (database) => database.prepare("UPDATE events SET data = '{}' WHERE position = ?").run(some + 101)); // which would not be read whole
    expect(positionsIn(await inShort(open(path)))).toEqual(Array.from({ length: some + 101 }, (_, at) => at + 1));
  });

  it('is handed over up to an event that cannot be read, which is named', async () => {
    const path = make();
    const before = open(path);
    await before.append('nsr.adoption-digisos.0301', reports(3), NO_STREAM);
    await before.append(newStream(), reports(2), NO_STREAM);
    await before.append('nsr.adoption-digisos.0301', reports(1), 2);
    await before.close(); // all that has a record is kept in short now
    const store = open(path);
    sqlite(path).exec(`DROP TRIGGER events_are_never_changed; UPDATE events SET data = '{}' WHERE position = 5`);
    const got: Message[] = [];
    const taking = (async () => {
      for await (const message of store.subscribe(START, new AbortController().signal, numbering().numberOf)) got.push(message);
    })();
    await expect(taking).rejects.toMatchObject({ code: 'corrupt', details: { position: 5 } });
    expect(positionsIn(got)).toEqual([1, 2, 3, 4]);
  });

  it('is not given to a subscriber that has not asked for it', async () => {
    const store = open(await storeWith());
    for await (const { kind } of store.subscribe(START, new AbortController().signal)) {
      expect(kind).not.toBe('in-short');
      if (kind === 'caught-up') break;
    }
  });

  it('keeps nothing of an append that was taken back, a new name among it', async () => {
    const path = make();
    const store = open(path);
    sqlite(path).exec(`CREATE TRIGGER full_disk BEFORE INSERT ON events WHEN NEW.revision = 1 BEGIN SELECT RAISE(ABORT, 'full'); END`);
    await expect(store.append('nsr.adoption-digisos.0301', reports(2), NO_STREAM)).rejects.toMatchObject({ code: 'unavailable' });
    await store.append('nsr.adoption-digisos.0301', reports(1), NO_STREAM);
    expect(positionsIn(await inShort(store))).toEqual([1]);
    await store.close(); // and all is kept in short
    expect(await findings(changed(path, 'DROP TRIGGER full_disk'))).toEqual([]);
    expect(positionsIn(await inShort(open(path)))).toEqual([1]);
  });
});

describe('a store of the release before records', () => {
  it('is given them when it is opened: those that it would have been given event by event', async () => {
    const [newer, older] = [await storeWith(), make()];
    const all = (path: string) => sqlite(path).prepare('SELECT keys, records, name FROM index_segments LEFT JOIN record_names').all();
    asOfVersion(2, newer, older);
    await open(older).close();
    expect(all(newer).length).toBeGreaterThan(2);
    expect(all(older)).toEqual(all(newer));
  });

  it('has an event that does not decode read whole: the start is told of it', async () => {
    const [newer, path] = [make(), make()];
    const before = open(newer);
    await before.append('nsr.adoption-digisos.0301', reports(3), NO_STREAM);
    await before.close();
    asOfVersion(2, newer, path);
    tamper(path, (database) => {
      database.exec("UPDATE events SET data = '{}' WHERE position = 2");
    });
    const store = open(path);
    await expect(inShort(store)).rejects.toMatchObject({ code: 'corrupt', details: { position: 2 } });
  });
});

describe('verifying what is kept in short', () => {
  it('finds nothing where it was derived from the events', async () => {
    expect(await findings(await storeWith())).toEqual([]);
  });

  it.each([
    ['another day in it', "UPDATE index_segments SET records = CAST(substr(records, 1, 60) || x'0000' || substr(records, 63) AS BLOB)", 1],
    ['none where there should be one', "UPDATE index_segments SET records = x''", 1],
    [
      'one of an event that is not there',
      "UPDATE index_segments SET records = CAST(records || x'0000000000388f40' || substr(records, 9) AS BLOB)", // 999 as a number of 64 bits
      999,
    ],
    ['the same twice', 'UPDATE index_segments SET records = CAST(records || records AS BLOB)', 1],
    ['another name under a number of it', "UPDATE record_names SET name = 'e-resepten' WHERE number = 1", 1],
  ])('finds %s, and a rebuild mends it', async (_, sql, at) => {
    const path = make();
    const store = open(path);
    await store.append('nsr.adoption-digisos.0301', reports(1), NO_STREAM);
    await store.close();
    changed(path, sql);
    expect(await findings(path)).toEqual([`wrong-record at ${at}`]);
    await rebuildDerived({ path });
    expect(await findings(path)).toEqual([]);
  });

  it.each([
    [
      'another day',
      "UPDATE index_segments SET records = CAST(substr(records, 1, 60) || x'0000' || substr(records, 63) AS BLOB)",
      'the record at position 1 is not as it was written',
    ],
    ['another name', "UPDATE record_names SET name = 'e-resepten' WHERE number = 1", 'the name with the number 1 is not as it was written'],
    [
      'the same a second time',
      'UPDATE index_segments SET records = CAST(records || records AS BLOB)',
      'the record at position 1 does not follow that at 1',
    ],
    [
      'the half of it',
      'UPDATE index_segments SET records = substr(records, 1, 40)',
      'what is kept in short of the events after 0 is not as it was written',
    ],
  ])('is not needed for %s in it to be noticed: whoever reads it in short is told', async (_, sql, reason) => {
    const path = make();
    const store = open(path);
    await store.append('nsr.adoption-digisos.0301', reports(1), NO_STREAM);
    await store.close();
    changed(path, sql);
    const read = inShort(open(path));
    await expect(read).rejects.toMatchObject({
      code: 'corrupt',
      details: { reason: `${reason}; «node src/cli.ts rebuild» makes all anew` },
    });
  });

  describe('of an event that cannot be read any more', () => {
    const damaged = async () => {
      const path = make();
      const store = open(path);
      const events = reports(2);
      await store.append('nsr.adoption-digisos.0301', events, NO_STREAM);
      await store.close();
      tamper(path, (database) => {
        database.exec("UPDATE events SET data = replace(data, 'in-use', 'in-usf') WHERE position = 2");
      });
      return { path, damagedId: events[1]?.id ?? '' };
    };

    it('serves on in its place: nothing is made anew, since of it nothing could be', async () => {
      const { path } = await damaged();
      await expect(rebuildDerived({ path })).rejects.toMatchObject({ code: 'corrupt', details: { position: 2 } });
      expect(positionsIn(await inShort(open(path)))).toEqual([1, 2]);
    });

    it('is made anew without it where an operator has listed it', async () => {
      const { path, damagedId } = await damaged();
      await rebuildDerived({ path, knownBad: new Set([damagedId]) });
      await expect(inShort(open(path))).rejects.toMatchObject({ code: 'corrupt', details: { position: 2, eventId: damagedId } });
    });
  });

  it('needs the store to itself to make it anew', async () => {
    const path = await storeWith([]);
    open(path);
    await expect(rebuildDerived({ path })).rejects.toThrow(/another process already writes/);
  });
});
