import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreError } from '../../src/eventstore/errors.ts';
import type { EventStore, Message } from '../../src/eventstore/port.ts';
import { solutionStream } from '../../src/domain/streams.ts';
import type { Outcome } from '../../src/registry/outcome.ts';
import { Registry } from '../../src/registry/registry.ts';
import { folders } from '../eventstore/sqlite/folder.ts';
import { changePhase, NAV, NOW, registerOrganisation, registerSolution, request, updateCost } from './commands.ts';

const DIGISOS = solutionStream('digisos');
const { make, open } = folders();

let store: EventStore;
/** Two processes on one log: each has a memory of its own. */
let here: Registry;
let elsewhere: Registry;

/** A log that hands over what it has only after a while: whoever follows it is behind. */
const late = (log: EventStore, turns: number): EventStore => {
  const follow = async function* (messages: AsyncIterable<Message>): AsyncGenerator<Message> {
    for await (const message of messages) {
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      yield message;
    }
  };
  return new Proxy(log, {
    get(target, name) {
      if (name === 'subscribe') return (...args: Parameters<EventStore['subscribe']>) => follow(target.subscribe(...args));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
};

beforeEach(async () => {
  store = open(make(), { now: () => NOW });
  here = new Registry(late(store, 20), { now: () => NOW });
  elsewhere = new Registry(store, { now: () => NOW });
  await Promise.all([here, elsewhere].map((registry) => registry.start(() => undefined)));
  await elsewhere.execute(registerSolution(), request());
  await here.readHead();
});
afterEach(() => Promise.all([here.stop(), elsewhere.stop()]));

const revisions = async (stream: string): Promise<number[]> =>
  (await Array.fromAsync(store.readStream(stream))).map(({ revision }) => revision);
const kinds = (outcomes: readonly Outcome<unknown>[]): Record<string, number> => {
  const counted = Object.groupBy(outcomes, ({ kind }) => kind);
  return Object.fromEntries(Object.entries(counted).map(([kind, ofKind]) => [kind, ofKind.length]));
};
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('commands on one stream', () => {
  it('that race in one process are all recorded, one after another', async () => {
    const outcomes = await Promise.all(upTo(100).map((n) => here.execute(updateCost(1900 + n), request())));
    expect({ kinds: kinds(outcomes), revisions: await revisions(DIGISOS) }).toEqual({ kinds: { recorded: 100 }, revisions: upTo(101) });
  });

  it('that race in two processes are all recorded: who comes second decides again', async () => {
    const outcomes = await Promise.all(upTo(60).map((n) => (n % 2 === 0 ? here : elsewhere).execute(updateCost(1900 + n), request())));
    expect({ kinds: kinds(outcomes), revisions: await revisions(DIGISOS) }).toEqual({
      kinds: { recorded: 60 },
      revisions: upTo(61),
    });
  });

  it('that say the same in two processes are recorded once', async () => {
    const outcomes = await Promise.all([here, elsewhere].map((registry) => registry.execute(updateCost(2024), request())));
    expect(kinds(outcomes)).toEqual({ recorded: 1, unchanged: 1 });
  });

  it('that replace what they have both seen are recorded once; the other is told what stands', async () => {
    const outcomes = await Promise.all([
      here.execute(changePhase('2018-01-01', 'idea'), request({ expectedRevision: 0 })),
      elsewhere.execute(changePhase('2018-01-01', 'pilot'), request({ expectedRevision: 0 })),
    ]);
    expect(kinds(outcomes)).toEqual({ recorded: 1, stale: 1 });
  });

  it('are recorded in the order in which they came', async () => {
    await Promise.all(upTo(20).map((n) => here.execute(updateCost(2024, n), request())));
    const events = await Array.fromAsync(store.readStream(DIGISOS, 1));
    expect(events.map(({ data }) => (data as unknown as { amount: { amount: number } }).amount.amount)).toEqual(upTo(20));
  });
});

describe('a command under way when it ends', () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('is recorded, and keeps nobody waiting for what will not be folded', async () => {
    const outcome = here.execute(updateCost(2024), request());
    while (here.follower.waiters === 0) await turn();
    await here.stop();
    await turn();
    expect(here.follower.waiters).toBe(0);
    expect(await outcome).toMatchObject({ kind: 'recorded', folded: false });
  });

  it('is recorded, and waits for nothing where it came to the log later', async () => {
    const ended = here.stop();
    expect(await here.execute(updateCost(2024), request())).toMatchObject({ kind: 'recorded', folded: false });
    await ended;
  }, 4_000); // less than it waits for what may yet be folded
});

it('a command that is refused for what cannot be read yet is sent again when the log knows its head, as after a change of leader', async () => {
  let conflicts = 0;
  const led = new Proxy(store, {
    get(target, name) {
      if (name === 'head') conflicts = -1;
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'append' || conflicts < 0) return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      conflicts += 1;
      if (conflicts > 9) throw new Error('it was sent again and again');
      return () => Promise.reject(new StoreError('revision-conflict', { stream: DIGISOS, expected: 0, actual: -1 }));
    },
  });
  const registry = new Registry(led, { now: () => NOW });
  await registry.start(() => undefined);
  conflicts = 0;
  expect(await registry.execute(updateCost(2024), request())).toMatchObject({ kind: 'recorded', revision: 1 });
  await registry.stop();
});

describe('what another process has just recorded', () => {
  it('counts for a rejection: an organisation registered elsewhere may be named here at once', async () => {
    await elsewhere.execute(registerOrganisation(), request());
    expect(await here.execute(updateCost(2024, 1, NAV), request())).toMatchObject({ kind: 'recorded' });
  });

  it('counts for the solution itself: what is registered elsewhere takes facts here at once', async () => {
    await elsewhere.execute(registerSolution('kjernejournal'), request());
    const again = await here.execute(registerSolution('kjernejournal'), request());
    expect(again).toMatchObject({ kind: 'unchanged', revision: 0 });
  });

  it('counts for a revision: who has seen it there is not told here that it is stale', async () => {
    await here.execute(updateCost(2020), request());
    const seen = await elsewhere.execute(updateCost(2021), request());
    const changed = await here.execute(changePhase('2018-01-01'), request({ expectedRevision: 'revision' in seen ? seen.revision : -1 }));
    expect(changed).toMatchObject({ kind: 'recorded', revision: 3 });
  });

  it('counts for a dry run, which shows it', async () => {
    await here.execute(updateCost(2020), request());
    await elsewhere.execute(updateCost(2021), request());
    expect(await here.execute(updateCost(2022), request({ dryRun: true }))).toMatchObject({ kind: 'dry-run', revision: 2 });
  });

  it('counts for a repeated key: it is answered here as it was there', async () => {
    const there = await elsewhere.execute(updateCost(2024), request({ key: 'once' }));
    const again = await here.execute(updateCost(2024), request({ key: 'once' }));
    expect(again).toMatchObject({ kind: 'recorded', eventId: 'eventId' in there ? there.eventId : 'none' });
  });

  it('counts for the key of a creation that led elsewhere', async () => {
    const path = { method: 'POST', path: '/v1/solutions', key: 'created' };
    await elsewhere.execute(registerSolution('one'), { ...request({ body: 'one' }), key: path });
    expect(await here.execute(registerSolution('two'), { ...request({ body: 'two' }), key: path })).toEqual({ kind: 'key-reused' });
  });
});

describe('one key', () => {
  it('used at once in two processes is recorded once, and both say the same', async () => {
    const outcomes = await Promise.all([here, elsewhere].map((registry) => registry.execute(updateCost(2024), request({ key: 'race' }))));
    const ids = new Set(outcomes.map((outcome) => ('eventId' in outcome ? outcome.eventId : outcome.kind)));
    expect({ kinds: kinds(outcomes), ids: ids.size, revisions: await revisions(DIGISOS) }).toEqual({
      kinds: { recorded: 2 },
      ids: 1,
      revisions: [0, 1],
    });
  });

  it('used at once in one process is recorded once; the others are told that it is under way', async () => {
    const outcomes = await Promise.all(upTo(5).map(() => here.execute(updateCost(2024), request({ key: 'race' }))));
    expect(kinds(outcomes)).toEqual({ recorded: 1, 'in-progress': 4 });
  });

  it('is free again after a command that failed', async () => {
    const failing = { ...updateCost(2024), decide: () => { throw new Error('a fault of the rule'); } }; // prettier-ignore
    await expect(here.execute(failing, request({ key: 'failed' }))).rejects.toThrow('a fault of the rule');
    expect(await here.execute(updateCost(2024), request({ key: 'failed' }))).toMatchObject({ kind: 'recorded' });
  });

  it('raced for two creations in two processes is recorded once; the other is told that it was used', async () => {
    const key = { method: 'POST', path: '/v1/solutions', key: 'race' };
    const outcomes = await Promise.all([
      here.execute(registerSolution('one'), { ...request({ body: 'one' }), key }),
      elsewhere.execute(registerSolution('two'), { ...request({ body: 'two' }), key }),
    ]);
    expect(kinds(outcomes)).toEqual({ recorded: 1, 'key-reused': 1 });
  });
});

describe('a recorded command', () => {
  it('is folded here before it is answered', async () => {
    const outcome = await here.execute(updateCost(2024), request());
    const position = 'position' in outcome ? outcome.position : -1;
    expect([outcome.kind, here.follower.folded >= position]).toEqual(['recorded', true]);
  });

  it('is stamped with the request, the organisation and the fingerprint of the body', async () => {
    const asked = request({ body: { what: 'a cost' } });
    await here.execute(updateCost(2024), asked);
    const [event] = await Array.fromAsync(store.readStream(DIGISOS, 1));
    expect(event?.metadata).toMatchObject({
      consumer: asked.consumer,
      supplier: null,
      correlationId: asked.requestId,
      fingerprint: asked.fingerprint,
    });
  });
});

describe('a rejected command', () => {
  it('leaves no trace', async () => {
    const head = await store.head();
    await here.execute(updateCost(2024, 1, '983544622'), request({ key: 'rejected' }));
    expect(await store.head()).toBe(head);
  });
});
