import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { contentOf, timelineOf } from '../../src/domain/dated-facts.ts';
import { NEVER, type Position } from '../../src/domain/position.ts';
import { changes, emptyTimeline, ended, pointOn, type Timeline, withPoint } from '../../src/domain/timeline.ts';
import { ASKED, decisive, folded, histories, live, TIMELINE, type Written } from './written-facts.ts';

const timeline = (history: readonly Written[]) => timelineOf(folded(history), TIMELINE);
const positions = (history: readonly Written[]): Position[] => [...Array(history.length + 1).keys(), NEVER].map((at) => at as Position);

/** A rule that must hold of every history, on every day, as known at every position. */
const always = (rule: (history: Written[], day: CivilDate, knownAt: Position) => void): void => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const knownAt of positions(history)) for (const day of ASKED) rule(history, day, knownAt);
    }),
    { numRuns: 300 },
  );
};

describe('the value on a date', () => {
  const contentOn = (history: readonly Written[], day: CivilDate, knownAt: Position) =>
    pointOn(timeline(history), day, knownAt)?.value.data.content;

  it('is that of the live fact with the greatest date, and of one date the latest in the log, however it was written', () => {
    always((history, day, knownAt) => {
      const expected = decisive(live(history, knownAt), day)?.content;
      expect(contentOn(history, day, knownAt)).toBe(expected);
    });
  });

  it('as known at a position is never changed by what comes later', () => {
    always((history, day, knownAt) => {
      expect(contentOn(history, day, knownAt)).toBe(contentOn(history.slice(0, knownAt), day, NEVER));
    });
  });
});

describe('the changes of a value', () => {
  it('are the facts that decide on the dates of their own', () => {
    always((history, _, knownAt) => {
      const deciding = ASKED.map((day) => decisive(live(history, knownAt), day)).filter((one, index) => one?.date === ASKED[index]);
      expect(changes(timeline(history), knownAt).map(({ position }) => position)).toEqual(deciding.map((one) => one?.position));
    });
  });

  it('lead to the value on every date', () => {
    always((history, day, knownAt) => {
      const last = changes(timeline(history), knownAt).findLast((change) => change.effectiveFrom <= day);
      expect(last).toEqual(pointOn(timeline(history), day, knownAt));
    });
  });
});

describe('the content of a fact', () => {
  it('is what its last correction says, and none once it is annulled', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 7 }), (history, fact) => {
        const standing = live(history, history.length).find((one) => one.fact === fact);
        expect(contentOf(folded(history), `fact ${fact}`)?.data.content).toBe(standing?.content);
      }),
    );
  });
});

describe('a timeline', () => {
  const point = (effectiveFrom: string, position: number, value: string) => ({
    factId: value,
    effectiveFrom: effectiveFrom as CivilDate,
    position: position as Position,
    value,
  });
  const of = (...points: ReturnType<typeof point>[]): Timeline<string> => points.reduce(withPoint<string>, emptyTimeline);
  const on = (one: Timeline<string>, day: string, knownAt?: number) => pointOn(one, day as CivilDate, knownAt as Position)?.value;

  it('has no value before its first point', () => {
    expect(on(of(point('2020-01-01', 1, 'first')), '2019-12-31')).toBeUndefined();
  });

  it('has the value from the very day of a point', () => {
    expect(on(of(point('2020-01-01', 1, 'first')), '2020-01-01')).toBe('first');
  });

  it('lets a late report slot in without disturbing the later one', () => {
    const late = of(point('2020-01-01', 1, 'first'), point('2022-01-01', 2, 'third'), point('2021-01-01', 3, 'second'));
    expect(['2020-12-31', '2021-01-01', '2022-01-01'].map((day) => on(late, day))).toEqual(['first', 'second', 'third']);
  });

  it('knows a point from its position on, and not before', () => {
    const one = of(point('2020-01-01', 5, 'first'));
    expect([on(one, '2020-01-01', 4), on(one, '2020-01-01', 5)]).toEqual([undefined, 'first']);
  });

  it('knows a point until the position that ended it, and not there', () => {
    const one = ended(of(point('2020-01-01', 5, 'first')), 'first', 9 as Position);
    expect([on(one, '2020-01-01', 8), on(one, '2020-01-01', 9)]).toEqual(['first', undefined]);
  });

  it('says which fact gives the value', () => {
    const two = of(point('2020-01-01', 1, 'first'), point('2021-01-01', 2, 'second'));
    expect(pointOn(two, '2022-01-01' as CivilDate)?.factId).toBe('second');
  });

  it('keeps two reports of one date, the later of the log first to count', () => {
    const two = of(point('2020-01-01', 1, 'first'), point('2020-01-01', 2, 'second'));
    expect(on(two, '2020-01-01')).toBe('second');
    expect(on(ended(two, 'second', 3 as Position), '2020-01-01')).toBe('first');
  });

  it('goes by the order of the log, also when points are handed over in another', () => {
    const turned = of(point('2020-01-01', 3, 'third'), point('2020-01-01', 1, 'first'), point('2020-01-01', 2, 'second'));
    expect(turned.map(({ value }) => value)).toEqual(['first', 'second', 'third']);
  });
});
