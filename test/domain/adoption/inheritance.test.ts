import { describe, expect, it } from '@jest/globals';
import { type Inheritance, INHERITANCES, isReliedOn, reachedOn, type ReportOn } from '../../../src/domain/adoption/inheritance.ts';
import type { AdoptionEvent } from '../../../src/domain/adoption/events.ts';
import type { Stage } from '../../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { MunicipalityGraph } from '../../../src/domain/municipality/graph.ts';
import { idOf } from '../given.ts';
import { counted, established, graphOf, merged, municipality, renumbered, split } from '../municipality/register.ts';
import { annulled, corrected, reported, reportsOf } from './reports.ts';

const on = (graph: MunicipalityGraph, number: string, date: string, reports: ReportOn) =>
  reachedOn(municipality(graph, number, date), date as CivilDate, reports);

describe('a municipality with a report of its own', () => {
  const graph = graphOf(established('1103'));
  const reports = reportsOf(reported('1103', 'planned', '2018-03-01'), reported('1103', 'in-use', '2019-03-01'));

  it('has its stage from the day of the report on', () => {
    const stages = ['2018-03-01', '2019-02-28', '2019-03-01'].map((date) => on(graph, '1103', date, reports).stages.all);
    expect(stages).toEqual(['planned', 'planned', 'in-use']);
  });

  it('has none before its first report: it is unknown', () => {
    expect(on(graph, '1103', '2018-02-28', reports)).toMatchObject({
      source: 'unknown',
      stages: { all: null, majority: null, any: null },
      facts: [],
    });
  });

  it('says since when, and by which report', () => {
    expect(on(graph, '1103', '2020-01-01', reports)).toMatchObject({ source: 'own', since: '2019-03-01', facts: [idOf(2)], from: [] });
  });

  it('has the earlier report of the same date when the later is annulled', () => {
    const twice = reportsOf(reported('1103', 'in-use', '2018-03-01'), reported('1103', 'withdrawn', '2018-03-01'), annulled(2));
    expect(on(graph, '1103', '2018-03-01', twice).stages.all).toBe('in-use');
  });

  it('is known when it has withdrawn', () => {
    expect(on(graph, '1103', '2018-03-01', reportsOf(reported('1103', 'withdrawn', '2018-03-01')))).toMatchObject({
      source: 'own',
      stages: { all: 'withdrawn', majority: 'withdrawn', any: 'withdrawn' },
    });
  });
});

describe('a report', () => {
  const graph = graphOf(
    established('1101'), established('1102'), established('1103'),
    merged(['1101', '1102'], '1110', '2020-01-01'), renumbered('1110', '1210', '2024-01-01'),
  ); // prettier-ignore
  /** Whether the report that was given first, of a municipality in 2018, is relied on on a date. */
  const first = (number: string, date: string, ...reports: Parameters<typeof reportsOf>): boolean =>
    isReliedOn(idOf(1), municipality(graph, number, '2018-06-01'), date as CivilDate, reportsOf(...reports));
  const begun = reported('1101', 'in-use', '2018-01-01');

  it('of a municipality that stands is relied on until its next one', () => {
    const own = [reported('1103', 'planned', '2018-01-01'), reported('1103', 'in-use', '2019-01-01')] as const;
    expect(['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01'].map((date) => first('1103', date, ...own))).toEqual([false, true, true, false]); // prettier-ignore
  });

  it('of one that has ended is relied on by those that carry it on, as long as they say nothing themselves', () => {
    const after = reported('1210', 'established', '2025-01-01');
    expect(['2020-01-01', '2023-12-31', '2024-01-01', '2024-12-31', '2025-01-01'].map((date) => first('1101', date, begun, after))).toEqual([true, true, true, true, false]); // prettier-ignore
  });

  it('is relied on where others of the merger have reported, too', () => {
    expect(first('1101', '2021-01-01', begun, reported('1102', 'planned', '2018-01-01'))).toBe(true);
  });

  it('is relied on by one half of what was split, if by that only', () => {
    const halves = graphOf(
      established('1850'),
      split(
        '1850',
        [
          ['1806', 5_000],
          ['1875', 5_000],
        ],
        '2020-01-01',
      ),
    );
    const reports = [reported('1850', 'in-use', '2018-01-01'), reported('1806', 'planned', '2020-06-01')];
    const onBoth = (more: Parameters<typeof reportsOf>) =>
      isReliedOn(idOf(1), municipality(halves, '1850', '2018-06-01'), '2021-01-01' as CivilDate, reportsOf(...reports, ...more));
    expect([onBoth([]), onBoth([reported('1875', 'planned', '2020-06-01')])]).toEqual([true, false]);
  });

  it('of another municipality is not', () => {
    expect(first('1103', '2021-01-01', begun)).toBe(false);
  });
});

describe('a renumbered municipality', () => {
  const graph = graphOf(established('0701'), renumbered('0701', '3801', '2020-01-01'), renumbered('3801', '3901', '2024-01-01'));

  it('has the stage that it had under its older numbers', () => {
    const reports = reportsOf(reported('0701', 'in-use', '2018-02-19'));
    expect(on(graph, '3901', '2024-01-01', reports)).toMatchObject({
      source: 'renumbered',
      stages: { all: 'in-use' },
      since: '2018-02-19',
    });
  });

  it('has its own report under the new number from that day on', () => {
    const reports = reportsOf(reported('0701', 'in-use', '2018-02-19'), reported('3801', 'established', '2021-01-01'));
    expect([on(graph, '3801', '2020-12-31', reports).source, on(graph, '3801', '2021-01-01', reports).source]).toEqual([
      'renumbered',
      'own',
    ]);
  });

  it('is unknown where nobody reported under any number', () => {
    expect(on(graph, '3901', '2024-01-01', reportsOf()).source).toBe('unknown');
  });

  it('still inherits what came to it through a merger before', () => {
    const later = graphOf(
      established('1504'), established('1523'), merged(['1504', '1523'], '1507', '2020-01-01'), renumbered('1507', '1599', '2022-01-01'),
    ); // prettier-ignore
    const reached = on(later, '1599', '2022-06-01', reportsOf(reported('1504', 'in-use', '2018-01-01')));
    expect(reached).toMatchObject({ source: 'inherited', since: '2020-01-01', from: ['1507'] });
  });
});

describe('a part of a municipality that was split', () => {
  const graph = graphOf(established('1507'), split('1507', [['1508', 8_621], ['1580', 1_379]], '2024-01-01')); // prettier-ignore

  it.each(INHERITANCES)('has the stage of the one before it, under the rule %s', (rule) => {
    const reports = reportsOf(reported('1507', 'in-use', '2021-01-01'));
    expect(['1508', '1580'].map((number) => on(graph, number, '2024-01-01', reports).stages[rule])).toEqual(['in-use', 'in-use']);
  });

  it('says that it inherited it, since the split', () => {
    const reached = on(graph, '1580', '2024-06-01', reportsOf(reported('1507', 'in-use', '2021-01-01')));
    expect(reached).toMatchObject({ source: 'inherited', since: '2024-01-01', from: ['1507'], facts: [idOf(1)] });
  });

  it('has nothing of what the part under the old number reports from the first day on', () => {
    const kept = graphOf(established('1507'), split('1507', [['1507', 8_621], ['1580', 1_379]], '2024-01-01')); // prettier-ignore
    const reports = reportsOf(reported('1507', 'planned', '2021-01-01'), reported('1507', 'in-use', '2024-01-01'));
    expect(on(kept, '1580', '2024-06-01', reports).stages.any).toBe('planned');
  });

  it('has it also where the one before it had no inhabitants', () => {
    const empty = graphOf(established('1507'), counted('1507', 0), split('1507', [['1508', 8_621], ['1580', 1_379]], '2024-01-01')); // prettier-ignore
    expect(on(empty, '1580', '2024-01-01', reportsOf(reported('1507', 'in-use', '2021-01-01'))).stages.majority).toBe('in-use');
  });
});

describe('a merged municipality', () => {
  /** Three of 500, 300 and 200 inhabitants became 1199 on 2020-01-01. */
  const begun = [
    established('1101'), counted('1101', 500), established('1102'), counted('1102', 300), established('1103'), counted('1103', 200),
  ]; // prettier-ignore
  const graph = graphOf(...begun, merged(['1101', '1102', '1103'], '1199', '2020-01-01'));
  const stages = (reports: Partial<Record<'1101' | '1102' | '1103', Stage>>) =>
    on(graph, '1199', '2020-01-01', reportsOf(...Object.entries(reports).map(([number, stage]) => reported(number, stage, '2018-01-01'))))
      .stages;

  it.each<[string, Parameters<typeof stages>[0], Record<Inheritance, Stage | null>]>([
    ['the stage of all where they agree',
      { 1101: 'in-use', 1102: 'in-use', 1103: 'in-use' }, { all: 'in-use', majority: 'in-use', any: 'in-use' }],
    ['what more than half of the inhabitants had',
      { 1101: 'in-use', 1102: 'planned', 1103: 'established' }, { all: 'planned', majority: 'in-use', any: 'established' }],
    ['not what exactly half of the inhabitants had',
      { 1101: 'in-use', 1102: 'planned', 1103: 'planned' }, { all: 'planned', majority: 'planned', any: 'in-use' }],
    ['no stage under all where one was silent',
      { 1101: 'in-use', 1102: 'in-use' }, { all: null, majority: 'in-use', any: 'in-use' }],
    ['no stage under majority where only half of them spoke',
      { 1101: 'in-use' }, { all: null, majority: null, any: 'in-use' }],
    ['withdrawn where all have withdrawn',
      { 1101: 'withdrawn', 1102: 'withdrawn', 1103: 'withdrawn' }, { all: 'withdrawn', majority: 'withdrawn', any: 'withdrawn' }],
    ['withdrawn above silence',
      { 1101: 'withdrawn', 1102: 'withdrawn' }, { all: null, majority: 'withdrawn', any: 'withdrawn' }],
    ['of different stages the one that enough had at least',
      { 1101: 'committed', 1102: 'in-use', 1103: 'introducing' }, { all: 'committed', majority: 'committed', any: 'in-use' }],
  ])('has %s', (_, reports, expected) => {
    expect(stages(reports)).toEqual(expected);
  }); // prettier-ignore

  it('is known, without a stage under all, where one of them was silent', () => {
    const reached = on(graph, '1199', '2020-01-01', reportsOf(reported('1103', 'in-use', '2018-01-01')));
    expect(reached).toMatchObject({ source: 'inherited', stages: { all: null }, from: ['1103'], since: '2020-01-01' });
  });

  it('is unknown where all of them were silent', () => {
    expect(on(graph, '1199', '2020-01-01', reportsOf()).source).toBe('unknown');
  });

  it('weighs by the part of a municipality that came, not by all of it', () => {
    const part = graphOf(...begun, merged([['1101', 4_000], ['1102', 10_000]], '1199', '2020-01-01')); // prettier-ignore
    expect(on(part, '1199', '2020-01-01', reportsOf(reported('1101', 'in-use', '2018-01-01'))).stages.majority).toBeNull();
  });

  it('weighs each alike where the inhabitants of one are not known', () => {
    const uncounted = graphOf(...begun, established('1104'), merged(['1101', '1102', '1104'], '1199', '2020-01-01'));
    const reports = reportsOf(reported('1102', 'in-use', '2018-01-01'), reported('1104', 'in-use', '2018-01-01'));
    expect(on(uncounted, '1199', '2020-01-01', reports).stages.majority).toBe('in-use');
  });

  it('does not weigh what had no inhabitants, where others had', () => {
    const deserted = graphOf(...begun, established('1104'), counted('1104', 0), established('1105'), counted('1105', 0), merged(['1101', '1104', '1105'], '1199', '2020-01-01')); // prettier-ignore
    const reports = reportsOf(reported('1104', 'in-use', '2018-01-01'), reported('1105', 'in-use', '2018-01-01'));
    expect(on(deserted, '1199', '2020-01-01', reports).stages.majority).toBeNull();
  });

  it('weighs each alike where nobody lived in any', () => {
    const deserted = ['1101', '1102', '1103'].flatMap((number) => [established(number), counted(number, 0)]);
    const reports = reportsOf(reported('1101', 'in-use', '2018-01-01'), reported('1102', 'in-use', '2018-01-01'));
    const merger = graphOf(...deserted, merged(['1101', '1102', '1103'], '1199', '2020-01-01'));
    expect(on(merger, '1199', '2020-01-01', reports).stages.majority).toBe('in-use');
  });

  it('keeps the stages of the day before the reform, whatever is counted later', () => {
    const later = graphOf(...begun, merged(['1101', '1102', '1103'], '1199', '2020-01-01'), counted('1199', 5, '2021-01-01'));
    const reports = reportsOf(reported('1101', 'in-use', '2018-01-01'), reported('1102', 'in-use', '2018-01-01'));
    expect(on(later, '1199', '2022-01-01', reports).stages.majority).toBe('in-use');
  });

  it('has no stage of a report that a predecessor’s number made after the reform', () => {
    const reports = reportsOf(reported('1101', 'in-use', '2020-06-01'));
    expect(on(graph, '1199', '2021-01-01', reports).source).toBe('unknown');
  });

  it('counts a predecessor’s report of its last day', () => {
    expect(on(graph, '1199', '2020-01-01', reportsOf(reported('1101', 'in-use', '2019-12-31'))).stages.any).toBe('in-use');
  });

  it('counts a late report of a predecessor', () => {
    const own = [reported('1101', 'in-use', '2018-01-01')];
    const late = [...own, reported('1102', 'in-use', '2019-01-01')];
    const majority = [own, late].map((reports) => on(graph, '1199', '2023-01-01', reportsOf(...reports)).stages.majority);
    expect(majority).toEqual([null, 'in-use']);
  });
});

describe('a municipality whose number stays in a merger', () => {
  const graph = graphOf(
    established('1103'), counted('1103', 130_000), established('1141'), counted('1141', 5_000), merged(['1103', '1141'], '1103', '2020-01-01'),
  ); // prettier-ignore

  it('has its report of before the merger only as one of its predecessors', () => {
    const reached = on(graph, '1103', '2020-01-01', reportsOf(reported('1103', 'in-use', '2018-10-31')));
    expect(reached).toMatchObject({ source: 'inherited', stages: { all: null, majority: 'in-use', any: 'in-use' }, from: ['1103'] });
  });

  it('has a report of the day of the merger as its own', () => {
    expect(on(graph, '1103', '2020-01-01', reportsOf(reported('1103', 'in-use', '2020-01-01'))).source).toBe('own');
  });

  it('has a report of its own when its date is corrected into its validity', () => {
    const events: AdoptionEvent[] = [reported('1103', 'in-use', '2019-06-01'), corrected(1, reported('1103', 'in-use', '2020-06-01'))];
    expect(on(graph, '1103', '2020-06-01', reportsOf(...events)).source).toBe('own');
    expect(on(graph, '1103', '2020-05-31', reportsOf(...events)).source).toBe('unknown');
  });
});

describe('a report of its own', () => {
  const graph = graphOf(established('1101'), established('1102'), merged(['1101', '1102'], '1199', '2020-01-01'));
  const inheritance = [reported('1101', 'in-use', '2018-01-01'), reported('1102', 'in-use', '2018-01-01')];

  it('ends the inheritance from its date', () => {
    const reports = reportsOf(...inheritance, reported('1199', 'planned', '2021-01-01'));
    const stages = ['2020-12-31', '2021-01-01'].map((date) => on(graph, '1199', date, reports).stages.any);
    expect(stages).toEqual(['in-use', 'planned']);
  });

  it('that is annulled lets the inheritance return', () => {
    const reports = reportsOf(...inheritance, reported('1199', 'planned', '2021-01-01'), annulled(3));
    expect(on(graph, '1199', '2021-01-01', reports)).toMatchObject({ source: 'inherited', stages: { any: 'in-use' } });
  });
});

describe('a chain of reforms', () => {
  /** Haram of 2024: 1523 renumbered 2018, merged 2020 with 1504 of the same size, split 2024. */
  const graph = graphOf(
    established('1504'), counted('1504', 700), established('1523'), counted('1523', 600),
    renumbered('1523', '1534', '2018-01-01'),
    merged(['1504', '1534'], '1507', '2020-01-01'),
    split('1507', [['1508', 8_621], ['1580', 1_379]], '2024-01-01'),
  ); // prettier-ignore

  it('carries what the first number reported to the last', () => {
    const reached = on(graph, '1580', '2024-01-01', reportsOf(reported('1523', 'in-use', '2017-06-01')));
    expect(reached).toMatchObject({ source: 'inherited', stages: { all: null, majority: null, any: 'in-use' }, since: '2024-01-01' });
  });

  it('weighs at each merger and nowhere else', () => {
    const reached = on(graph, '1580', '2024-01-01', reportsOf(reported('1504', 'in-use', '2017-06-01')));
    expect(reached.stages).toEqual({ all: null, majority: 'in-use', any: 'in-use' });
  });

  it('ends where one between reported itself', () => {
    const reports = reportsOf(reported('1523', 'in-use', '2017-06-01'), reported('1507', 'withdrawn', '2022-01-01'));
    expect(on(graph, '1580', '2024-01-01', reports)).toMatchObject({ stages: { any: 'withdrawn' }, facts: [idOf(2)] });
  });

  it('weighs at a second merger what the first one gave under the same rule', () => {
    const twice = graphOf(
      established('1101'), counted('1101', 60), established('1102'), counted('1102', 40), established('1103'), counted('1103', 80),
      merged(['1101', '1102'], '1111', '2018-01-01'), merged(['1111', '1103'], '1199', '2020-01-01'),
    ); // prettier-ignore
    const reached = on(twice, '1199', '2020-01-01', reportsOf(reported('1101', 'in-use', '2017-06-01')));
    expect(reached.stages).toEqual({ all: null, majority: 'in-use', any: 'in-use' });
  });
});

describe('the last confirmation', () => {
  const graph = graphOf(established('1101'), established('1102'), merged(['1101', '1102'], '1199', '2020-01-01'));
  const confirmed = (number: string, ...events: AdoptionEvent[]) => on(graph, number, '2019-06-01', reportsOf(...events)).confirmedAt;

  it('is that of the report', () => {
    expect(confirmed('1101', reported('1101', 'in-use', '2018-01-01', { confirmedAt: '2019-03-01' }))).toBe('2019-03-01');
  });

  it('may be of the day asked for', () => {
    expect(confirmed('1101', reported('1101', 'in-use', '2018-01-01', { confirmedAt: '2019-06-01' }))).toBe('2019-06-01');
  });

  it('does not count before its day: then the report itself is the last', () => {
    expect(confirmed('1101', reported('1101', 'in-use', '2018-01-01', { confirmedAt: '2019-06-02' }))).toBe('2018-01-01');
  });

  it('is none where nothing was reported', () => {
    expect(confirmed('1102', reported('1101', 'in-use', '2018-01-01'))).toBeNull();
  });

  const merger = (date: string, ...confirmations: string[]) =>
    on(graph, '1199', date, reportsOf(...confirmations.map((confirmedAt, index) => reported(`110${index + 1}`, 'in-use', '2018-01-01', { confirmedAt })))).confirmedAt; // prettier-ignore

  it('is of several predecessors the oldest', () => {
    expect([merger('2020-06-01', '2019-03-01', '2018-03-01'), merger('2020-06-01', '2018-03-01', '2019-03-01')]).toEqual([
      '2018-03-01',
      '2018-03-01',
    ]);
  });

  it('is that of the others where one predecessor was silent', () => {
    expect(merger('2020-06-01', '2019-03-01')).toBe('2019-03-01');
  });

  it('of a predecessor counts also when it was given after the reform, by the day asked for', () => {
    expect([merger('2020-06-01', '2020-06-01'), merger('2020-05-31', '2020-06-01')]).toEqual(['2020-06-01', '2018-01-01']);
  });
});
