import { describe, expect, it } from '@jest/globals';
import {
  type Coverage,
  coverageOf,
  type CoverageQuestion,
  coverageRows,
  hasLapsed,
  isStale,
} from '../../../src/domain/adoption/coverage.ts';
import type { AdoptionEvent } from '../../../src/domain/adoption/events.ts';
import { reaches, STAGES, THRESHOLDS } from '../../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { RegisterEvent } from '../../../src/domain/municipality/events.ts';
import { counted, established, graphOf, merged, renumbered, split } from '../municipality/register.ts';
import { reported, reportsOf } from './reports.ts';

type Asked = Partial<Omit<CoverageQuestion, 'asOf'>> & { readonly asOf: string };

const ask = ({ asOf, ...asked }: Asked): CoverageQuestion => ({
  asOf: asOf as CivilDate,
  stage: 'in-use',
  inheritance: 'majority',
  confirmationMonths: null,
  isMember: () => true,
  ...asked,
});
const rows = (register: readonly RegisterEvent[], reports: readonly AdoptionEvent[], asked: Asked) =>
  coverageRows(graphOf(...register), ask(asked), reportsOf(...reports));
const coverage = (...asked: Parameters<typeof rows>): Coverage => coverageOf(rows(...asked));
/** One figure of municipalities beside the same of inhabitants. */
const both = (of: Coverage, figure: keyof Coverage['population']) => [of.municipalities[figure], of.population[figure]];

const three = [
  established('1101'), counted('1101', 500), established('1102'), counted('1102', 300), established('1103'), counted('1103', 200),
]; // prettier-ignore
const merger = [...three, merged(['1101', '1102', '1103'], '1199', '2020-01-01'), counted('1199', 1_010, '2020-01-01')];

describe('reaching a stage', () => {
  it.each(THRESHOLDS)('takes %s itself and everything after it, in the order of the stages', (threshold) => {
    expect(STAGES.filter((stage) => reaches(stage, threshold))).toEqual(STAGES.slice(STAGES.indexOf(threshold)));
  });

  it('takes a stage', () => {
    expect(THRESHOLDS.filter((threshold) => reaches(null, threshold))).toEqual([]);
  });
});

describe('coverage', () => {
  const reports = [reported('1101', 'in-use', '2018-01-01'), reported('1102', 'planned', '2018-01-01')];

  it('is how many have reached the stage, of how many there are, and their inhabitants', () => {
    const figures = coverage(three, reports, { asOf: '2018-01-01' });
    expect([both(figures, 'numerator'), both(figures, 'denominator')]).toEqual([[1, 500], [3, 1_000]]); // prettier-ignore
  });

  it('has a share of each', () => {
    expect(both(coverage(three, reports, { asOf: '2018-01-01' }), 'share')).toEqual([0.3333, 0.5]);
  });

  it('counts whoever has gone beyond the stage', () => {
    expect(coverage(three, reports, { asOf: '2018-01-01', stage: 'considering' }).municipalities.numerator).toBe(2);
  });

  it('counts those as unknown of whom nothing was reported', () => {
    expect(both(coverage(three, reports, { asOf: '2018-01-01' }), 'unknown')).toEqual([1, 200]);
  });

  it('counts who has withdrawn neither as reached nor as unknown', () => {
    const { municipalities } = coverage(three, [reported('1101', 'withdrawn', '2018-01-01')], { asOf: '2018-01-01', stage: 'considering' });
    expect([municipalities.numerator, municipalities.unknown]).toEqual([0, 2]);
  });

  it('has the denominator of its date', () => {
    const denominators = ['2019-12-31', '2020-01-01'].map((asOf) => both(coverage(merger, [], { asOf }), 'denominator'));
    expect(denominators).toEqual([[3, 1_000], [1, 1_010]]); // prettier-ignore
  });

  it('has no share where the target group is empty', () => {
    expect(both(coverage(three, [], { asOf: '2018-01-01', isMember: () => false }), 'share')).toEqual([null, null]);
  });

  it('has no share of inhabitants where nobody was counted', () => {
    expect(both(coverage([established('1101')], [], { asOf: '2018-01-01' }), 'share')).toEqual([0, null]);
  });

  it('lists the municipalities of the date by number', () => {
    expect(rows(three.toReversed(), [], { asOf: '2018-01-01' }).map(({ municipality }) => municipality.number)).toEqual(['1101', '1102', '1103']); // prettier-ignore
  });
});

describe('inherited', () => {
  it('is of the numerator who has the stage through a merger', () => {
    const reports = [reported('1101', 'in-use', '2018-01-01'), reported('1102', 'in-use', '2018-01-01')];
    expect(both(coverage(merger, reports, { asOf: '2020-01-01' }), 'inherited')).toEqual([1, 1_010]);
  });

  it('is not who inherited less than the stage', () => {
    const reports = [reported('1101', 'planned', '2018-01-01'), reported('1102', 'planned', '2018-01-01')];
    expect(both(coverage(merger, reports, { asOf: '2020-01-01' }), 'inherited')).toEqual([0, 0]);
  });

  it('is not who has a report of its own', () => {
    expect(both(coverage(merger, [reported('1199', 'in-use', '2020-01-01')], { asOf: '2020-01-01' }), 'inherited')).toEqual([0, 0]);
  });

  it('is not who was renumbered', () => {
    const register = [...three, renumbered('1101', '1111', '2020-01-01')];
    const { municipalities } = coverage(register, [reported('1101', 'in-use', '2018-01-01')], { asOf: '2020-01-01' });
    expect([municipalities.numerator, municipalities.inherited]).toEqual([1, 0]);
  });

  it('is who came from a split', () => {
    const register = [...three, split('1101', [['1111', 6_000], ['1112', 4_000]], '2020-01-01')]; // prettier-ignore
    const figures = coverage(register, [reported('1101', 'in-use', '2018-01-01')], { asOf: '2020-01-01' });
    expect(both(figures, 'inherited')).toEqual([2, 500]);
  });
});

describe('partial', () => {
  const half = [reported('1101', 'in-use', '2018-01-01')];

  it.each(['all', 'majority', 'any'] as const)(
    'is who has reached under any but not under all, also where %s was chosen',
    (inheritance) => {
      expect(both(coverage(merger, half, { asOf: '2020-01-01', inheritance }), 'partial')).toEqual([1, 1_010]);
    },
  );

  it('is not who has reached under all', () => {
    const reports = ['1101', '1102', '1103'].map((number) => reported(number, 'in-use', '2018-01-01'));
    expect(both(coverage(merger, reports, { asOf: '2020-01-01' }), 'partial')).toEqual([0, 0]);
  });

  it('goes by the stage asked for', () => {
    const reports = [
      reported('1101', 'in-use', '2018-01-01'),
      ...['1102', '1103'].map((number) => reported(number, 'planned', '2018-01-01')),
    ];
    const partial = (['planned', 'in-use'] as const).map(
      (stage) => coverage(merger, reports, { asOf: '2020-01-01', stage }).municipalities.partial,
    );
    expect(partial).toEqual([0, 1]);
  });
});

describe('the rule of inheritance', () => {
  it.each([['all', 0], ['majority', 0], ['any', 1]] as const)('%s decides who is in the numerator', (inheritance, numerator) => {
    const half = [reported('1101', 'in-use', '2018-01-01')];
    expect(coverage(merger, half, { asOf: '2020-01-01', inheritance }).municipalities.numerator).toBe(numerator);
  }); // prettier-ignore
});

describe('a confirmation that has lapsed', () => {
  it.each([
    ['not on the last day that the months cover', '2019-01-31', 12, '2020-01-31', false],
    ['on the day after', '2019-01-31', 12, '2020-02-01', true],
    ['by the last day of a shorter month', '2019-01-31', 1, '2019-03-01', true],
    ['not by the last day of a shorter month itself', '2019-01-31', 1, '2019-02-28', false],
  ])('is one %s', (_, confirmedAt, months, asOf, expected) => {
    expect(hasLapsed(confirmedAt as CivilDate, months, asOf as CivilDate)).toBe(expected);
  });

  it('is nothing where a confirmation lasts for ever', () => {
    expect(hasLapsed('1900-01-01' as CivilDate, null, '2100-12-31' as CivilDate)).toBe(false);
  });

  it('is nothing where nothing was confirmed', () => {
    expect(hasLapsed(null, 1, '2100-12-31' as CivilDate)).toBe(false);
  });
});

describe('stale', () => {
  it('is a stage whose confirmation has lapsed, under the rule that is asked for', () => {
    const standing = { stages: { all: null, majority: null, any: 'in-use' as const }, confirmedAt: '2018-01-01' as CivilDate };
    const under = (inheritance: 'any' | 'majority'): boolean =>
      isStale(standing, { inheritance, confirmationMonths: 12, asOf: '2020-01-01' as CivilDate });
    expect([under('any'), under('majority')]).toEqual([true, false]);
  });

  it('is of the numerator only', () => {
    const reports = [reported('1101', 'in-use', '2018-01-01'), reported('1102', 'planned', '2018-01-01')];
    expect(both(coverage(three, reports, { asOf: '2019-06-01', confirmationMonths: 12 }), 'stale')).toEqual([1, 500]);
  });

  it('goes by the oldest confirmation of several predecessors', () => {
    const reports = [reported('1101', 'in-use', '2018-01-01', { confirmedAt: '2019-12-01' }), reported('1102', 'in-use', '2018-01-01')];
    expect(coverage(merger, reports, { asOf: '2020-06-01', confirmationMonths: 12 }).municipalities.stale).toBe(1);
  });
});

describe('the target group', () => {
  const isMember: CoverageQuestion['isMember'] = ({ number }) => number !== '1101';
  const reports = [reported('1101', 'in-use', '2018-01-01'), reported('1102', 'in-use', '2018-01-01')];

  it('is all that numerator and denominator are about', () => {
    const figures = coverage(three, reports, { asOf: '2018-01-01', isMember });
    expect([both(figures, 'numerator'), both(figures, 'denominator')]).toEqual([[1, 300], [2, 500]]); // prettier-ignore
  });

  it('has those who adopted outside it counted apart', () => {
    expect(both(coverage(three, reports, { asOf: '2018-01-01', isMember }), 'outsideTargetGroup')).toEqual([1, 500]);
  });

  it('has nobody outside it counted as unknown, partial, inherited or stale', () => {
    const outside = () => false;
    const half = [reported('1101', 'in-use', '2018-01-01')];
    const asked = { asOf: '2020-06-01', isMember: outside, inheritance: 'any', confirmationMonths: 1 } as const;
    const { municipalities } = coverage([...merger, established('1110')], half, asked);
    expect(municipalities).toMatchObject({ unknown: 0, partial: 0, inherited: 0, stale: 0, outsideTargetGroup: 1 });
  });
});

describe('the inhabitants that coverage rests on', () => {
  it('were counted on the latest day of a count in the target group', () => {
    const register = [established('1101'), counted('1101', 5, '2018-01-01'), established('1102'), counted('1102', 5, '2019-01-01')];
    const day = (isMember: CoverageQuestion['isMember']) => coverage(register, [], { asOf: '2019-06-01', isMember }).populationCountedOn;
    expect([day(() => true), day(({ number }) => number === '1101')]).toEqual(['2019-01-01', '2018-01-01']);
  });

  it('were counted on no day where there is no count', () => {
    expect(coverage([established('1101')], [], { asOf: '2019-06-01' }).populationCountedOn).toBeNull();
  });

  it('are derived for those of the target group without a count of their own', () => {
    const register = [...three, renumbered('1101', '1111', '2020-01-01'), renumbered('1102', '1112', '2020-01-01')];
    const figures = coverage(register, [], { asOf: '2020-06-01', isMember: ({ number }) => number !== '1112' });
    expect(figures.populationDerivedFor).toBe(1);
  });

  it('are not known for those that were never counted, who count as nobody', () => {
    const figures = coverage([...three, established('1104')], [], { asOf: '2018-01-01' });
    expect([figures.populationUnknownFor, figures.municipalities.denominator, figures.population.denominator]).toEqual([1, 4, 1_000]);
  });
});
