import { describe, expect, it } from '@jest/globals';
import { registerChanges } from '../../../src/domain/municipality/changes.ts';
import { municipalityGraph } from '../../../src/domain/municipality/fold.ts';
import type { RegisterEvent } from '../../../src/domain/municipality/events.ts';
import { NEVER, type Position } from '../../../src/domain/position.ts';
import {
  counted,
  countyEnded,
  countyEstablished,
  established,
  mended,
  merged,
  municipality,
  registerOf,
  renamed,
  renumbered,
} from './register.ts';

/** The position at which the register last said something of the municipality of a number on a date; events are at 1, 2, … */
function changed(number: string, on: string, events: readonly RegisterEvent[], knownAt: Position = NEVER): number {
  const register = registerOf(...events);
  return registerChanges(register, knownAt)(municipality(municipalityGraph(register, NEVER), number, on));
}

const begun = [established('1101'), established('1102')];

describe('the last change of a municipality in the register', () => {
  it('is that it began, where nothing has been said since', () => {
    expect([changed('1101', '2018-01-01', begun), changed('1102', '2018-01-01', begun)]).toEqual([1, 2]);
  });

  it('is a count or a name of its own, not of another', () => {
    const events = [...begun, counted('1101', 500, '2018-01-01'), renamed('1102', 'Nord', '2019-01-01')];
    expect([changed('1101', '2018-01-01', events), changed('1102', '2018-01-01', events)]).toEqual([3, 4]);
  });

  it('is its end by a reform, and for its successor the beginning', () => {
    const events = [...begun, merged(['1101', '1102'], '1103', '2020-01-01')];
    expect([changed('1101', '2018-01-01', events), changed('1102', '2018-01-01', events), changed('1103', '2020-01-01', events)]).toEqual([
      3, 3, 3,
    ]);
  });

  it('is not what is said of a later one that has its number', () => {
    const events = [...begun, merged(['1101', '1102'], '1101', '2020-01-01'), counted('1101', 900, '2021-01-01')];
    expect([changed('1101', '2018-01-01', events), changed('1101', '2020-01-01', events)]).toEqual([3, 4]);
  });

  it('is a correction of what is said of it', () => {
    const events = [...begun, counted('1101', 500, '2018-01-01'), mended(3, counted('1101', 600, '2018-01-01'))];
    expect([changed('1101', '2018-01-01', events), changed('1102', '2018-01-01', events)]).toEqual([4, 2]);
  });

  it('is that a correction took away what was said of it', () => {
    const events = [...begun, counted('1101', 500, '2018-01-01'), mended(3, counted('1102', 500, '2018-01-01'))];
    expect([changed('1101', '2018-01-01', events), changed('1102', '2018-01-01', events)]).toEqual([4, 4]);
  });

  it('is that its county began or ended', () => {
    const events = [...begun, countyEstablished('11'), renumbered('1101', '4601', '2020-01-01'), countyEnded('11', '2020-01-01')];
    expect([changed('1102', '2018-01-01', events), changed('4601', '2020-01-01', events)]).toEqual([5, 4]);
  });

  it('is, as known at a position, nothing that was recorded later', () => {
    const events = [...begun, counted('1101', 500, '2018-01-01'), mended(3, counted('1101', 600, '2018-01-01'))];
    expect([1, 2, 3, 4].map((knownAt) => changed('1101', '2018-01-01', events, knownAt as Position))).toEqual([1, 1, 3, 4]);
  });
});
