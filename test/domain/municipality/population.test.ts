import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { municipalityGraph } from '../../../src/domain/municipality/fold.ts';
import { municipalitiesOn } from '../../../src/domain/municipality/graph.ts';
import { mergerWeights, populationOn } from '../../../src/domain/municipality/population.ts';
import type { RegisterEvent } from '../../../src/domain/municipality/events.ts';
import type { Position } from '../../../src/domain/position.ts';
import { counted, established, graphOf, mended, merged, municipality, registerOf, renumbered, split } from './register.ts';

const population = (events: readonly RegisterEvent[], number: string, date: string) =>
  populationOn(municipality(graphOf(...events), number, date), date as CivilDate);

describe('the inhabitants of a municipality', () => {
  const counts = [established('1103'), counted('1103', 100, '2018-01-01'), counted('1103', 110, '2019-01-01')];

  it.each([
    ['the day of a count', '2018-01-01', 100],
    ['the day before the next', '2018-12-31', 100],
    ['the day of the next', '2019-01-01', 110],
    ['a day long after the last', '2030-06-01', 110],
  ])('on %s are by the last count at or before it', (_, date, inhabitants) => {
    expect(population(counts, '1103', date)).toMatchObject({ inhabitants, derived: false });
  });

  it('are not known before the first count', () => {
    expect(population(counts, '1103', '2017-12-31')).toBeUndefined();
  });

  it('say on which day they were counted', () => {
    expect(population(counts, '1103', '2030-06-01')?.countedOn).toBe('2019-01-01');
  });

  it('are as the source was mended, from when that was known', () => {
    const register = registerOf(...counts, mended(3, counted('1103', 111, '2019-01-01')));
    const known = [3, 4].map((at) => municipality(municipalityGraph(register, at as Position), '1103', '2019-01-01'));
    expect(known.map((one) => populationOn(one, '2019-01-01' as CivilDate)?.inhabitants)).toEqual([110, 111]);
  });

  it('that were counted on the day of a reform are the new one’s, under a number that stays', () => {
    const reform = [established('1103'), established('1141'), merged(['1103', '1141'], '1103', '2020-01-01'), counted('1103', 140, '2020-01-01')]; // prettier-ignore
    const graph = graphOf(...reform);
    expect(municipality(graph, '1103', '2019-12-31').counts).toEqual([]);
    expect(municipality(graph, '1103', '2020-01-01').counts).toEqual([{ countedOn: '2020-01-01', inhabitants: 140 }]);
  });
});

describe('the inhabitants of a municipality without a count of its own', () => {
  const before = [established('1103'), counted('1103', 100), established('1141'), counted('1141', 21, '2019-01-01')];

  it('are its predecessor’s after a renumbering, and say so', () => {
    expect(population([...before, renumbered('1103', '1199', '2020-01-01')], '1199', '2020-06-01')).toEqual({
      inhabitants: 100,
      countedOn: '2017-01-01',
      derived: true,
    });
  });

  it('are its predecessors’ together after a merger, by the latest of their counts', () => {
    expect(population([...before, merged(['1103', '1141'], '1103', '2020-01-01')], '1103', '2020-06-01')).toEqual({
      inhabitants: 121,
      countedOn: '2019-01-01',
      derived: true,
    });
  });

  it('are the part that moved after a split, the largest remainder rounded up', () => {
    const parts = [...before, split('1141', [['1144', 5_000], ['1145', 4_900], ['1146', 100]], '2020-01-01')]; // prettier-ignore
    const inhabitants = ['1144', '1145', '1146'].map((number) => population(parts, number, '2020-01-01')?.inhabitants);
    expect(inhabitants).toEqual([11, 10, 0]);
  });

  it('are by counts before the reform only', () => {
    const late = [...before, merged(['1103', '1141'], '1103', '2018-01-01')];
    expect(population(late, '1103', '2020-01-01')).toBeUndefined();
  });

  it('are not known when one of its predecessors was never counted', () => {
    const uncounted = [...before, established('1142'), merged(['1103', '1142'], '1103', '2020-01-01')];
    expect(population(uncounted, '1103', '2020-01-01')).toBeUndefined();
  });

  it.each([
    ['nobody knows how many moved', null],
    ['it is not known of another part', 6_000],
  ])('are not known when %s', (_, share) => {
    const parts = [...before, split('1103', [['1144', share], ['1145', null]], '2020-01-01')]; // prettier-ignore
    expect(population(parts, '1144', '2020-01-01')).toBeUndefined();
  });

  it('are known without a share where all of a predecessor had nowhere else to go', () => {
    const all = [...before, merged([['1103', null], ['1141', null]], '1103', '2020-01-01')]; // prettier-ignore
    expect(population(all, '1103', '2020-01-01')?.inhabitants).toBe(121);
  });

  it('end with its first count', () => {
    const counts = [...before, merged(['1103', '1141'], '1103', '2020-01-01'), counted('1103', 130, '2021-01-01')];
    const derived = ['2020-12-31', '2021-01-01'].map((date) => population(counts, '1103', date)?.derived);
    expect(derived).toEqual([true, false]);
  });

  it('go through several reforms', () => {
    const chain = [
      ...before, renumbered('1141', '1143', '2020-01-01'), merged(['1103', '1143'], '1199', '2021-01-01'),
      split('1199', [['1198', 7_500], ['1197', 2_500]], '2022-01-01'),
    ]; // prettier-ignore
    expect(['1198', '1197'].map((number) => population(chain, number, '2022-01-01')?.inhabitants)).toEqual([91, 30]);
  });
});

describe('a reform', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2, maxLength: 5 });

  it('neither makes nor loses inhabitants, whatever the shares', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), shares, fc.nat({ max: 1_000 }), (inhabitants, moved, others) => {
        const parts = moved.map((share, index) => [`12${String(index).padStart(2, '0')}`, share] as const);
        const [[stays, share] = ['', 0], ...gone] = parts;
        const graph = graphOf(
          established('1101'), counted('1101', inhabitants), established('1102'), counted('1102', others),
          split('1101', gone, '2020-01-01'), merged([['1101', share], ['1102', 10_000]], stays, '2020-01-01'),
        ); // prettier-ignore
        const all = municipalitiesOn(graph, '2020-01-01' as CivilDate).map(
          (one) => populationOn(one, '2020-01-01' as CivilDate)?.inhabitants,
        );
        expect(all.reduce<number>((sum, one) => sum + (one ?? NaN), 0)).toBe(inhabitants + others);
      }),
    );
  });

  it('divides inhabitants alike in whatever order its mergers are recorded', () => {
    const halves = [
      merged([['1101', 5_000], ['1102', 10_000]], '1201', '2020-01-01'),
      merged([['1101', 5_000], ['1103', 10_000]], '1202', '2020-01-01'),
    ]; // prettier-ignore
    const begun = ['1101', '1102', '1103'].flatMap((number) => [established(number), counted(number, 1)]);
    const divided = [halves, halves.toReversed()].map((order) =>
      ['1201', '1202'].map((number) => population([...begun, ...order], number, '2020-01-01')?.inhabitants),
    );
    expect(divided[0]).toEqual(divided[1]);
  });
});

describe('the weight of a predecessor in a merger', () => {
  const weights = (events: readonly RegisterEvent[], number = '1199', date = '2020-01-01') =>
    mergerWeights(municipality(graphOf(...events), number, date));

  it('is its inhabitants times the share that moved', () => {
    const graph = [
      established('1101'), counted('1101', 100), established('1102'), counted('1102', 40),
      merged([['1101', 2_500], ['1102', 10_000]], '1199', '2020-01-01'),
    ]; // prettier-ignore
    expect(weights(graph)).toEqual([250_000, 400_000]);
  });

  it('is by the last count before the reform, not by one of its day', () => {
    const graph = [
      established('1199'), counted('1199', 100, '2019-01-01'), counted('1199', 999, '2020-01-01'),
      established('1102'), counted('1102', 40), merged(['1199', '1102'], '1199', '2020-01-01'),
    ]; // prettier-ignore
    expect(weights(graph)).toEqual([1_000_000, 400_000]);
  });

  it('is alike for each where one was never counted', () => {
    expect(weights([established('1101'), counted('1101', 100), established('1102'), merged(['1101', '1102'], '1199', '2020-01-01')])).toEqual([1, 1]); // prettier-ignore
  });

  it('is alike for each where nobody knows what moved of one', () => {
    const graph = [
      established('1101'), counted('1101', 100), established('1102'), counted('1102', 40),
      merged([['1101', null], ['1102', 10_000]], '1199', '2020-01-01'),
    ]; // prettier-ignore
    expect(weights(graph)).toEqual([1, 1]);
  });

  it('is alike for each where nobody lived in any', () => {
    const nobody = ['1101', '1102'].flatMap((number) => [established(number), counted(number, 0)]);
    expect(weights([...nobody, merged(['1101', '1102'], '1199', '2020-01-01')])).toEqual([1, 1]);
  });

  it('is by derived inhabitants where it had no count of its own', () => {
    const graph = [
      established('1101'), counted('1101', 100), renumbered('1101', '1111', '2019-01-01'), established('1102'), counted('1102', 40),
      merged(['1111', '1102'], '1199', '2020-01-01'),
    ]; // prettier-ignore
    expect(weights(graph)).toEqual([1_000_000, 400_000]);
  });
});
