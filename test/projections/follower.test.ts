import { afterEach, describe, expect, it } from '@jest/globals';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { type Position, position } from '../../src/domain/position.ts';
import { StoreError } from '../../src/eventstore/errors.ts';
import type { EventStore, Message, Recorded } from '../../src/eventstore/port.ts';
import { Follower, ReadModelStopped } from '../../src/projections/follower.ts';
import { storedStream } from '../eventstore/events.ts';
import { deliveredAs } from './followed.ts';

const controls: AbortController[] = [];
afterEach(() => {
  for (const control of controls.splice(0)) control.abort();
});

/** Follows until the test ends. */
function followed(store: EventStore, knownBad?: ReadonlySet<string>): { follower: Follower; ended: Promise<void> } {
  const control = new AbortController();
  controls.push(control);
  const follower = new Follower(store, knownBad);
  const ended = follower.run(control.signal);
  ended.catch(() => undefined); // told to whoever asks for it
  return { follower, ended };
}

/** Three reports on Oslo, of which a test may spoil one. */
const reports = (): Recorded[] =>
  storedStream('nsr.adoption-digisos.0301').map(
    ({ version: _, data, ...stored }) => ({ ...stored, data: JSON.parse(data) as object }) as unknown as Recorded,
  );
/** Without the date that only `adoptions` reads. */
const unfoldable = (event: Recorded | undefined): Recorded =>
  ({ ...event, data: { ...event?.data, effectiveFrom: undefined } }) as unknown as Recorded;

describe('following the log', () => {
  it('folds every event, in order', async () => {
    const { follower } = followed(deliveredAs(reports()));
    await follower.caughtUp;
    expect(follower.models.facts.rowsOf('digisos', position(99)).map((row) => follower.models.facts.positionAt(row))).toEqual([1, 2, 3]);
  });

  it('is at the position of the last event that it folded', async () => {
    const { follower } = followed(deliveredAs(reports()));
    await follower.caughtUp;
    expect(follower.folded).toBe(3);
  });

  it('tells nobody of a checkpoint behind it: no other process would ever reach that position', async () => {
    async function* subscribe(_after: Position, signal: AbortSignal): AsyncGenerator<Message> {
      yield { kind: 'events', events: reports() };
      yield { kind: 'checkpoint', position: position(50) };
      yield { kind: 'caught-up', position: position(3) };
      await new Promise((resolve) => { signal.addEventListener('abort', resolve); }); // prettier-ignore
    }
    const { follower } = followed({ subscribe } as Pick<EventStore, 'subscribe'> as EventStore);
    await follower.caughtUp;
    expect(follower.folded).toBe(3);
    expect(await follower.waitFor(position(4), 0)).toBe(false);
  });

  it('is caught up at once where there is nothing', async () => {
    const { follower } = followed(deliveredAs([]));
    await follower.caughtUp;
    expect(follower.health().every(({ status }) => status === 'current')).toBe(true);
  });

  it('is behind until it has caught up, and says so of every read model', () => {
    const follower = new Follower(deliveredAs(reports()));
    expect(new Set(follower.health().map(({ status }) => status))).toEqual(new Set(['behind']));
  });

  it('goes on where a subscription broke off, without an event twice', async () => {
    const { follower } = followed(deliveredAs(reports(), [{ size: 2, ends: true }]));
    await follower.caughtUp;
    expect(follower.models.revisions.at('nsr.adoption-digisos.0301', position(99))).toBe(2);
  });

  it('ends when it is told to', async () => {
    const control = new AbortController();
    const follower = new Follower(deliveredAs(reports()));
    const ended = follower.run(control.signal);
    await follower.caughtUp;
    control.abort();
    await expect(ended).resolves.toBeUndefined();
  });
});

describe('waiting for a position', () => {
  it('is over when it is folded', async () => {
    const { follower } = followed(
      deliveredAs(reports(), [
        { size: 1, ends: false },
        { size: 1, ends: false },
        { size: 1, ends: false },
      ]),
    );
    await expect(follower.waitFor(position(3), 5_000)).resolves.toBe(true);
  });

  it('is over at once for what is folded already', async () => {
    const { follower } = followed(deliveredAs(reports()));
    await follower.caughtUp;
    await expect(follower.waitFor(position(2), 0)).resolves.toBe(true);
  });

  it('is given up after its time for what does not come', async () => {
    const { follower } = followed(deliveredAs(reports()));
    await expect(follower.waitFor(position(4), 1)).resolves.toBe(false);
  });

  it('is given up at once by whoever goes away, and not begun by whoever has gone', async () => {
    const { follower } = followed(deliveredAs(reports()));
    const going = new AbortController();
    const waited = follower.waitFor(position(4), 60_000, going.signal);
    going.abort();
    await expect(waited).resolves.toBe(false);
    await expect(follower.waitFor(position(4), 60_000, going.signal)).resolves.toBe(false);
  });
});

describe('an event that one read model cannot fold', () => {
  const spoilt = () => {
    const [first, second, third] = reports();
    return deliveredAs([first as Recorded, unfoldable(second), third as Recorded]);
  };

  it('stops that read model, which answers nothing any more', async () => {
    const { follower } = followed(spoilt());
    await follower.caughtUp;
    expect(() => follower.models.adoptions).toThrow(ReadModelStopped);
  });

  it('leaves the others going on to the head', async () => {
    const { follower } = followed(spoilt());
    await follower.caughtUp;
    expect([follower.folded, follower.models.revisions.at('nsr.adoption-digisos.0301', position(99))]).toEqual([3, 2]);
  });

  it('is named by that read model, with where it stands; the position is the one before', async () => {
    const { follower } = followed(spoilt());
    await follower.caughtUp;
    const stopped = follower.health().filter(({ status }) => status === 'stopped');
    expect(stopped).toMatchObject([{ name: 'adoptions', position: 1, reason: expect.stringContaining('at position 2') as unknown }]);
  });

  it('is not skipped: the read model does not go on behind it', async () => {
    const { follower } = followed(spoilt());
    await follower.caughtUp;
    expect(follower.health().find(({ name }) => name === 'adoptions')?.position).toBe(1);
  });

  it('keeps coverage from being asked for, which rests on it', async () => {
    const { follower } = followed(spoilt());
    await follower.caughtUp;
    const asked = { solutionIds: [], capability: null, stage: 'in-use', inheritance: 'majority', knownAt: position(3) } as const;
    expect(() => follower.models.coverage.on(asked, '2024-01-01' as CivilDate)).toThrow(ReadModelStopped);
  });

  it('stops those that rest on it as well: reports are not folded without the facts', async () => {
    const [first, second] = reports();
    const correction = { ...second, type: 'AdoptionReportCorrected', data: null } as unknown as Recorded;
    const { follower } = followed(deliveredAs([first as Recorded, correction]));
    await follower.caughtUp;
    expect(follower.health().filter(({ status }) => status === 'stopped')).toMatchObject([
      { name: 'facts', reason: expect.stringContaining('at position 2') as unknown },
      { name: 'adoptions', reason: expect.stringContaining('it rests on facts') as unknown },
    ]);
  });

  it('keeps everything from being recorded', async () => {
    const { follower } = followed(spoilt());
    await follower.caughtUp;
    expect(() => { follower.requireAll(); }).toThrow(ReadModelStopped); // prettier-ignore
  });

  it('is left out where an operator has listed it, and counted; an id that is listed and nowhere is told apart', async () => {
    const events = reports();
    const { follower } = followed(
      deliveredAs([events[0] as Recorded, unfoldable(events[1]), events[2] as Recorded]),
      new Set([events[1]?.id ?? '', 'nowhere']),
    );
    await follower.caughtUp;
    expect([follower.leftOut.length, follower.folded, follower.health().every(({ status }) => status === 'current')]).toEqual([1, 3, true]);
    expect(follower.unmet).toEqual(['nowhere']);
  });
});

describe('an event whose stream has lost those before it', () => {
  it('stops every read model: without them, each would have another figure', async () => {
    const [first, , third] = reports() as [Recorded, Recorded, Recorded];
    const { follower, ended } = followed(deliveredAs([first, third]));
    await expect(ended).rejects.toThrow(`event ${third.id} at position 3 is revision 2 of ${third.stream}, where 1 is due`);
    expect([follower.folded, new Set(follower.health().map(({ status }) => status))]).toEqual([1, new Set(['stopped'])]);
  });

  it('is folded where it is an operator who leaves those out', async () => {
    const events = reports();
    const { follower } = followed(deliveredAs(events), new Set([events[0]?.id ?? '', events[1]?.id ?? '']));
    await follower.caughtUp;
    expect([follower.leftOut.length, follower.models.facts.rowsOf('digisos', position(99)).length]).toEqual([2, 1]);
  });
});

describe('an event that cannot even be read', () => {
  /** A log that cannot read its second event. */
  const scratched = (eventId: string): EventStore => {
    const whole = deliveredAs(reports());
    const fault = new StoreError('corrupt', { reason: 'scratched', eventId, position: position(2) });
    async function* subscribe(...args: Parameters<EventStore['subscribe']>): AsyncGenerator<Message> {
      for await (const message of whole.subscribe(...args)) {
        if (message.kind !== 'events') yield message;
        else
          for (const event of message.events) {
            if (event.position === 2) throw fault;
            yield { kind: 'events', events: [event] };
          }
      }
    }
    return { ...whole, subscribe };
  };

  it('stops every read model, and nothing behind it is folded', async () => {
    const { follower, ended } = followed(scratched('broken'));
    await expect(ended).rejects.toThrow('scratched');
    expect([follower.folded, new Set(follower.health().map(({ status }) => status))]).toEqual([1, new Set(['stopped'])]);
  });

  it('lets go of whoever waits for what is behind it, and keeps nobody who comes later', async () => {
    const { follower } = followed(scratched('broken'));
    const early = follower.waitFor(position(3), 60_000);
    await follower.caughtUp;
    expect([await early, await follower.waitFor(position(3), 60_000), await follower.waitFor(position(1), 0)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('lets whoever waits for the start go on, to be told', async () => {
    const { follower } = followed(scratched('broken'));
    await expect(follower.caughtUp).resolves.toBeUndefined();
  });

  it('is passed over where an operator has listed it, and counted', async () => {
    const { follower } = followed(scratched('broken'), new Set(['broken']));
    await follower.caughtUp;
    expect([follower.leftOut.length, follower.folded, follower.models.facts.rowsOf('digisos', position(99)).length]).toEqual([1, 3, 2]);
  });
});
