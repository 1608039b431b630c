import { describe, expect, it } from '@jest/globals';
import { type Position, START } from '../../../src/domain/position.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { verify } from '../../../src/eventstore/verify.ts';
import { verifyLog } from '../../../src/registry/verify.ts';
import { Registry } from '../../../src/registry/registry.ts';
import { newStream, reported, reports } from '../events.ts';
import { subscriber } from '../subscriber.ts';
import { HASTE, logs } from './logs.ts';

const { start, open } = logs();
const { data } = reported();
const metadata = (version: number) =>
  JSON.stringify({
    version,
    metadata: {
      consumer: '994598759',
      supplier: null,
      correlationId: 'c',
      causationId: null,
      fingerprint: 'f',
      attempt: 'a',
      recordedAt: '2026-01-01T00:00:00.000000Z',
      hash: '0'.repeat(64),
    },
  });

describe('the streams of others on the same server', () => {
  it('are not seen, whatever is in them', async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    const reader = subscriber(store, START);
    await reader.caughtUp();
    for (const streamId of ['orders-1', 'nsrx.1', '$stats', '$$nsr.solution-digisos', 'Nsr.1'])
      server.journal.put(streamId, 'Rubbish', 'not JSON');
    const { position } = await store.append(newStream(), reports(1), NO_STREAM);
    await reader.has(1);
    expect(reader.events()).toHaveLength(1);
    expect(await store.head()).toBe(position);
    expect(await Array.fromAsync(store.readStored(START))).toHaveLength(1);
    await reader.stop();
  });
});

describe.each([
  {
    what: 'is of an unknown type',
    type: 'Greeting',
    text: JSON.stringify(data),
    beside: metadata(1),
    reason: 'has the unknown type Greeting',
  },
  {
    what: 'is of a newer version',
    type: 'AdoptionReported',
    text: JSON.stringify(data),
    beside: metadata(99),
    reason: 'is AdoptionReported version 99',
  },
  { what: 'is not JSON', type: 'AdoptionReported', text: '{"stage":', beside: metadata(1), reason: 'is not JSON' },
  { what: 'is JSON, but no object', type: 'AdoptionReported', text: '"in-use"', beside: metadata(1), reason: 'is no AdoptionReported' },
  {
    what: 'was not written as JSON',
    type: 'AdoptionReported',
    text: Buffer.from(JSON.stringify(data)),
    beside: metadata(1),
    reason: 'is not JSON',
  },
  {
    what: 'has other data',
    type: 'AdoptionReported',
    text: '{"stage":"everywhere"}',
    beside: metadata(1),
    reason: 'is no AdoptionReported',
  },
  {
    what: 'has no metadata',
    type: 'AdoptionReported',
    text: JSON.stringify(data),
    beside: '',
    reason: 'has not the metadata of a registry',
  },
  {
    what: 'has metadata that are not JSON',
    type: 'AdoptionReported',
    text: JSON.stringify(data),
    beside: '}',
    reason: 'has not the metadata',
  },
])('an event of somebody else in a stream of ours that $what', ({ type, text, beside, reason }) => {
  const given = async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    const { position: before } = await store.append('nsr.adoption-digisos.0301', reports(1), NO_STREAM);
    const alien = server.journal.put('nsr.adoption-digisos.9999', type, text, beside);
    await store.append('nsr.adoption-digisos.0302', reports(1), NO_STREAM);
    return { store, alien, before };
  };

  it('stops the read models there, and is named; listed as known bad it is left out, and said to be', async () => {
    const { store, alien } = await given();
    const told: unknown[] = [];
    const registry = new Registry(store);
    await registry.start((fault) => told.push(fault));
    expect(told).toHaveLength(1);
    expect(registry.follower.health()[0]).toMatchObject({
      status: 'stopped',
      reason: expect.stringContaining(`event ${alien.id} at position ${alien.position}`) as unknown,
    });
    expect(registry.follower.health()[0]?.reason).toContain(reason);
    await registry.stop();

    const knowing = new Registry(store, { knownBad: new Set([alien.id]) });
    await knowing.start((fault) => told.push(fault));
    expect(told).toHaveLength(1);
    expect(knowing.follower).toMatchObject({ leftOut: { length: 1 }, folded: await store.head() });
    await knowing.stop();
  });

  it('keeps nobody from those before it, who reads them together', async () => {
    const { store, alien, before } = await given();
    const read: Position[] = [];
    const reading = async () => {
      for await (const { position } of store.readAt([before, Number(alien.position) as Position])) read.push(position);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'corrupt', details: { eventId: alien.id } });
    expect(read).toEqual([before]);
  });

  it('is found by verify, which goes on behind it', async () => {
    const { store, alien } = await given();
    const findings = await Array.fromAsync(verifyLog(store));
    expect(findings.map(({ position }) => position)).toContain(Number(alien.position));
    expect(findings.filter(({ code, position }) => code !== 'report-without-municipality' && position > Number(alien.position))).toEqual(
      [],
    );
    expect(findings.filter(({ code }) => code === 'report-without-municipality')).toHaveLength(2); // those before it and behind it
  });
});

it('a tombstone in the log stops the read models, and is named: nothing is skipped in silence', async () => {
  const server = await start();
  const store = await open(server, { timing: HASTE });
  const reader = subscriber(store, START);
  await store.append('nsr.adoption-digisos.0301', reports(1), NO_STREAM);
  await reader.has(1);
  server.journal.tombstone('nsr.adoption-digisos.0301');
  await expect(reader.ended).rejects.toMatchObject({ code: 'corrupt', message: expect.stringContaining('is a tombstone') as unknown });
});

it('an event that was written long after its stamp is found by verify', async () => {
  const server = await start();
  let clock = Date.now();
  const store = await open(server, { now: () => clock });
  await store.append(newStream(), reports(1), NO_STREAM);
  clock -= 61_000;
  const late = await open(server, { now: () => clock });
  const { position } = await late.append(newStream(), reports(1), NO_STREAM);
  const findings = await Array.fromAsync(verify(store, { contiguous: false, settling: store.settling }));
  expect(findings.map(({ code, position: at }) => [code, at])).toEqual([
    ['recorded-earlier', position],
    ['written-late', position],
  ]);
});

it('stamps of processes whose clocks differ by less than what settles are no finding', async () => {
  const server = await start();
  const [ahead, behind] = [await open(server, { now: () => Date.now() + 5_000 }), await open(server)];
  await ahead.append(newStream(), reports(1), NO_STREAM);
  await behind.append(newStream(), reports(1), NO_STREAM);
  expect(await Array.fromAsync(verify(behind, { contiguous: false, settling: behind.settling }))).toEqual([]);
});

it('a position in the middle of the log that is no event of ours is not taken for one', async () => {
  const server = await start();
  const store = await open(server);
  await store.append(newStream(), reports(1), NO_STREAM);
  const { position } = server.journal.put('orders-1', 'Ordered', '{}');
  await expect(Array.fromAsync(store.readAt([Number(position) as Position]))).rejects.toMatchObject({ code: 'corrupt' });
});
