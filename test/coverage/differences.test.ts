import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import { naiveChanges, naiveRevisions, told } from './naive-differences.ts';
import { naiveFigures } from './naive-figures.ts';
import { naiveWorld } from './naive.ts';
import { histories } from './synthetic-history.ts';
import { differenceOf, drawnDifference } from './synthetic-questions.ts';

// A busy machine is slow, and speed is not what is asked for here.
jest.setTimeout(300_000);

describe('a naive difference between two dates', () => {
  it('leads from the numerator of the first to that of the second', () => {
    const shown = new Set<string>();
    fc.assert(
      fc.property(histories, drawnDifference, (history, drawn) => {
        const { from, to, knownAt, ...asked } = differenceOf(history, drawn);
        const world = naiveWorld(history.events, knownAt);
        const numeratorOn = (asOf: CivilDate) => naiveFigures(world.rows({ ...asked, asOf })).municipalities.numerator;
        const changes = naiveChanges(world, asked, from, to);
        const sum = changes.reduce((total, { counted, counts }) => total + Number(counts ?? false) - Number(counted ?? false), 0);
        expect(numeratorOn(from) + sum).toBe(numeratorOn(to));
        for (const { change, counted, counts } of changes) shown.add(`${change} ${counted} ${counts}`);
      }),
      { numRuns: 500 },
    );
    expect([...shown].sort()).toEqual([
      'began null false',
      'began null true',
      'ended false null',
      'ended true null',
      'joined false true',
      'left true false',
    ]);
  });
});

describe('a naive difference between what was known at two positions', () => {
  it('names every event without which nothing would have changed', () => {
    let decisive = 0;
    fc.assert(
      fc.property(histories, drawnDifference, (history, drawn) => {
        const { to: asOf, knownFrom, knownAt, from: _, ...asked } = differenceOf(history, drawn);
        const known = history.events.filter(({ position }) => position <= knownAt);
        const recorded = known.filter(({ position }) => position > knownFrom);
        const rowWithout = (number: string, without?: Recorded) =>
          told(
            naiveWorld(
              known.filter((event) => event !== without),
              knownAt,
            )
              .rows({ ...asked, asOf })
              .find((row) => row.number === number),
          );
        const revisions = naiveRevisions(naiveWorld(history.events, knownFrom), naiveWorld(known, knownAt), { ...asked, asOf });
        for (const { number, before, positions } of revisions) {
          const needed = recorded.filter((event) => rowWithout(number, event) === told(before ?? undefined));
          const named = needed.filter(({ position }) => positions.includes(position));
          expect({ number, needed: named }).toEqual({ number, needed });
          decisive += needed.length;
        }
      }),
      { numRuns: 100 },
    );
    expect(decisive).toBeGreaterThan(50);
  });
});
