import { describe, expect, it } from '@jest/globals';
import type { RegisterFact } from '../../../src/domain/municipality/events.ts';
import { registerDifference } from '../../../src/domain/municipality/load.ts';
import { idOf } from '../given.ts';
import { counted, established, mended, registerOf } from './register.ts';

/** The reference data: facts under the ids that their kind, number and date give them. */
const entries = (...facts: RegisterFact[]) => facts.map((fact, index) => ({ id: idOf(index + 1), fact }));

describe('loading the register', () => {
  it('records all of it into an empty log', () => {
    const reference = entries(established('1103'), counted('1103', 100));
    expect(registerDifference(registerOf(), reference)).toEqual({ added: reference, unlisted: [], corrected: [] });
  });

  it('records nothing a second time', () => {
    const difference = registerDifference(registerOf(established('1103')), entries(established('1103')));
    expect(difference).toEqual({ added: [], unlisted: [], corrected: [] });
  });

  it('records only what is new, such as a later count', () => {
    const reference = entries(established('1103'), counted('1103', 100), counted('1103', 110, '2018-01-01'));
    const difference = registerDifference(registerOf(established('1103'), counted('1103', 100)), reference);
    expect(difference).toEqual({ added: [reference[2]], unlisted: [], corrected: [] });
  });

  it('corrects a fact whose content was mended', () => {
    const difference = registerDifference(registerOf(counted('1103', 100)), entries(counted('1103', 101)));
    expect(difference.corrected.map(({ data }) => [data.factId, data.fact])).toEqual([[idOf(1), counted('1103', 101)]]);
  });

  it('does not correct once more what was corrected before', () => {
    const register = registerOf(counted('1103', 100), mended(1, counted('1103', 101)));
    expect(registerDifference(register, entries(counted('1103', 101)))).toEqual({ added: [], unlisted: [], corrected: [] });
  });

  it('takes nothing from a correction that names no fact', () => {
    expect(registerOf(counted('1103', 100), mended(9, counted('1103', 101))).facts).toEqual(registerOf(counted('1103', 100)).facts);
  });

  it('leaves what the reference data no longer have, and says so', () => {
    const register = registerOf(established('1103'), counted('1103', 100));
    expect(registerDifference(register, entries(established('1103')))).toEqual({
      added: [],
      unlisted: [counted('1103', 100)],
      corrected: [],
    });
  });
});
