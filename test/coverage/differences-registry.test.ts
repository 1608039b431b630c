import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { counts, differences } from '../../src/domain/adoption/difference.ts';
import { revisions } from '../../src/domain/adoption/revision.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { Position } from '../../src/domain/position.ts';
import { registerBearings, solutionBearings } from '../../src/registry/bearing-events.ts';
import { type Chronicle, registryOf } from './chronicle.ts';
import { naiveChanges, type NaiveRevision, naiveRevisions, told } from './naive-differences.ts';
import { naiveWorld } from './naive.ts';
import { histories } from './synthetic-history.ts';
import { differenceOf, type DrawnDifference, drawnDifference } from './synthetic-questions.ts';

// A busy machine is slow, and speed is not what is asked for here.
jest.setTimeout(300_000);

describe('a difference between two dates', () => {
  it('is as a naive count has it', () => {
    const rule = (history: Chronicle, drawn: DrawnDifference): void => {
      const { from, to, knownFrom: _, ...asked } = differenceOf(history, drawn);
      const rowsOn = (asOf: CivilDate) => history.ask({ ...asked, asOf }).rows;
      const found = differences(rowsOn(from), rowsOn(to)).map(({ change, before, after }) => ({
        change,
        number: (after ?? before)?.municipality.number,
        counted: before && counts(before),
        counts: after && counts(after),
      }));
      expect(found).toEqual(naiveChanges(naiveWorld(history.events, asked.knownAt), asked, from, to));
    };
    fc.assert(fc.property(histories, drawnDifference, rule), { numRuns: 1_000 });
  });
});

describe('a difference between what was known at two positions', () => {
  const rule = async (history: Chronicle, drawn: DrawnDifference) => {
    const { to: asOf, from: _, knownFrom, knownAt, ...asked } = differenceOf(history, drawn);
    const known = (position: Position) => ({
      rows: history.ask({ ...asked, asOf, knownAt: position }).rows,
      graph: history.models.municipalities.graph(position),
    });
    const between = { asOf, after: knownFrom, until: knownAt };
    const events = [...(await solutionBearings(registryOf(history), asked, between)), ...(await registerBearings(registryOf(history), between))];
    const found = revisions(known(knownFrom), known(knownAt), asked.inheritance, events);

    const earlier = naiveWorld(history.events, knownFrom);
    const later = naiveWorld(history.events, knownAt);
    const expected = naiveRevisions(earlier, later, { ...asked, asOf });
    expect(found.map(({ municipalityNumber }) => municipalityNumber)).toEqual(expected.map(({ number }) => number));
    for (const [index, { events: named }] of found.entries()) {
      const { number, before, positions } = expected[index] as NaiveRevision;
      const at = named.map(({ position }) => position);
      // Nothing is named that is not about it, and all without which nothing would have changed.
      expect({ number, at: at.filter((position) => !positions.includes(position)) }).toEqual({ number, at: [] });
      const rowWithout = (position: number) => {
        const world = naiveWorld(later.events.filter((event) => event.position !== position), knownAt);
        return told(world.rows({ ...asked, asOf }).find((row) => row.number === number));
      };
      // What was itself corrected since says nothing any more: its correction does.
      const isCorrected = (position: number) => {
        const id = later.events.find((event) => event.position === position)?.id;
        return later.events.some(({ data }) => 'factId' in data && data.factId === id);
      };
      const needed = positions.filter((position) => !isCorrected(position) && rowWithout(position) === told(before ?? undefined));
      expect({ number, at: at.filter((position) => needed.includes(position)) }).toEqual({ number, at: needed });
    }
  }; // prettier-ignore

  it('is as a naive count has it, and names the events that it rests on and no others', () =>
    fc.assert(fc.asyncProperty(histories, drawnDifference, rule), { numRuns: 150 }));
});
