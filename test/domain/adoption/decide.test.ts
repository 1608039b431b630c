import { describe, expect, it } from '@jest/globals';
import type { AdoptionEvent } from '../../../src/domain/adoption/events.ts';
import { type Adoption, evolve, noAdoption } from '../../../src/domain/adoption/state.ts';
import { specification } from '../given.ts';
import { established, graphOf, merged, renumbered, split } from '../municipality/register.ts';
import { registry } from '../registry-facts.ts';
import { redescribed, solutionWith } from '../solution/events.ts';
import { annul, annulled, correct, corrected, report, reported } from './reports.ts';

const municipalities = graphOf(
  established('0701'),
  renumbered('0701', '3801', '2020-01-01'),
  established('1103'),
  established('1141'),
  merged(['1103', '1141'], '1103', '2020-01-01'),
  established('1507', '2018-01-01'),
  established('1601'),
  renumbered('1601', '1699', '2018-01-01'),
  established('1601', '2021-01-01'),
  split('1507', [['1508', 8_621], ['1580', 1_379]], '2024-01-01'),
); // prettier-ignore
const solution = solutionWith({ capabilities: ['booking'] }, redescribed({ capabilities: ['messages'] }, '2021-01-01'));
const given = specification({ initial: noAdoption, evolve }, registry({ municipalities, solution }));

describe('reporting adoption', () => {
  it('is accepted', () =>
    given()
      .when(report(reported('0701', 'in-use', '2018-02-19')))
      .then(reported('0701', 'in-use', '2018-02-19')));

  it('may skip stages, and fall back', () =>
    given(reported('0701', 'established', '2018-01-01'))
      .when(report(reported('0701', 'considering', '2019-01-01')))
      .then(reported('0701', 'considering', '2019-01-01')));

  it('may come late', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(report(reported('0701', 'planned', '2018-01-01')))
      .then(reported('0701', 'planned', '2018-01-01')));

  it('of a solution that nobody registered is refused', () =>
    specification<Adoption, AdoptionEvent>({ initial: noAdoption, evolve }, registry({ municipalities }))()
      .when(report(reported('0701', 'in-use', '2018-02-19')))
      .rejected('unknown-solution'));

  it('by a number that the register never had is refused', () =>
    given()
      .when(report(reported('9999', 'in-use', '2018-02-19')))
      .rejected('unknown-municipality'));

  it('of the day before the register begins is refused', () =>
    given()
      .when(report(reported('0701', 'in-use', '2016-12-31')))
      .rejected('before-register'));

  it('of the day on which the register begins is accepted', () =>
    given()
      .when(report(reported('0701', 'in-use', '2017-01-01')))
      .then(reported('0701', 'in-use', '2017-01-01')));

  it('by a number on the day on which it ended is refused', () =>
    given()
      .when(report(reported('0701', 'in-use', '2020-01-01')))
      .rejected('municipality-not-valid-on-date'));

  it('by a number that a merger kept is accepted on both sides of it', () => {
    for (const date of ['2019-12-31', '2020-01-01'])
      given()
        .when(report(reported('1103', 'in-use', date)))
        .then(reported('1103', 'in-use', date));
  });

  it('of a capability that the solution has on the date is accepted', () =>
    given()
      .when(report(reported('0701', 'in-use', '2019-01-01', { capability: 'booking' })))
      .then(reported('0701', 'in-use', '2019-01-01', { capability: 'booking' })));

  it('of a capability that the solution has later is refused', () =>
    given()
      .when(report(reported('1103', 'in-use', '2020-12-31', { capability: 'messages' })))
      .rejected('unknown-capability'));

  it('of a capability that the solution no longer has is refused', () =>
    given()
      .when(report(reported('1103', 'in-use', '2021-01-01', { capability: 'booking' })))
      .rejected('unknown-capability'));

  it('is refused for every reason at once', () =>
    given()
      .when(report(reported('0701', 'in-use', '2021-01-01', { capability: 'booking' })))
      .rejected('municipality-not-valid-on-date', 'unknown-capability'));
});

describe('a report that was made already', () => {
  const report2019 = reported('0701', 'in-use', '2019-01-01', { evidence: 'sak 18/123' });

  it('records nothing', () => given(report2019).when(report(report2019)).repeats(1));

  it('records nothing also when a later stage has taken over', () =>
    given(report2019, reported('0701', 'established', '2019-06-01'))
      .when(report(report2019))
      .repeats(1));

  it('records nothing by its number even when that has ended since, where it is not checked anew', () =>
    given(reported('0701', 'in-use', '2020-06-01'))
      .when(report(reported('0701', 'in-use', '2020-06-01')))
      .repeats(1));

  it('is a fact of its own when something else was said of its date in between', () =>
    given(report2019, reported('0701', 'withdrawn', '2019-01-01'))
      .when(report(report2019))
      .then(report2019));

  it('is a fact of its own on a later date, where it has the value already', () =>
    given(report2019)
      .when(report(reported('0701', 'in-use', '2019-02-01', { evidence: 'sak 18/123' })))
      .then(reported('0701', 'in-use', '2019-02-01', { evidence: 'sak 18/123' })));

  it.each([
    ['another stage', reported('0701', 'established', '2019-01-01', { evidence: 'sak 18/123' })],
    ['another source', reported('0701', 'in-use', '2019-01-01', { evidence: 'sak 18/123', source: 'measured' })],
    ['other evidence', reported('0701', 'in-use', '2019-01-01', { evidence: 'sak 18/124' })],
    ['no evidence', reported('0701', 'in-use', '2019-01-01')],
    ['a confirmation', reported('0701', 'in-use', '2019-01-01', { evidence: 'sak 18/123', confirmedAt: '2019-06-01' })],
    ['a capability', reported('0701', 'in-use', '2019-01-01', { evidence: 'sak 18/123', capability: 'booking' })],
  ])('is a fact of its own with %s', (_, other) => given(report2019).when(report(other)).then(other));

  it('is a fact of its own when the first was annulled', () => given(report2019, annulled(1)).when(report(report2019)).then(report2019));

  it('is a fact of its own when the first was corrected to say something else', () =>
    given(report2019, corrected(1, reported('0701', 'planned', '2019-01-01')))
      .when(report(report2019))
      .then(report2019));

  it('records nothing when the first was corrected to say just this', () =>
    given(reported('0701', 'planned', '2018-01-01'), corrected(1, report2019))
      .when(report(report2019))
      .repeats(1));
});

describe('correcting a report', () => {
  it('replaces its stage', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(correct(1, reported('0701', 'introducing', '2019-01-01')))
      .then(corrected(1, reported('0701', 'introducing', '2019-01-01'))));

  it('replaces its date', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(correct(1, reported('0701', 'in-use', '2018-01-01')))
      .then(corrected(1, reported('0701', 'in-use', '2018-01-01'))));

  it('into another validity of the number is accepted: it then belongs to that municipality', () =>
    given(reported('1103', 'in-use', '2019-01-01'))
      .when(correct(1, reported('1103', 'in-use', '2020-01-01')))
      .then(corrected(1, reported('1103', 'in-use', '2020-01-01'))));

  it('to what it says already records nothing', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(correct(1, reported('0701', 'in-use', '2019-01-01')))
      .repeats(1));

  it('is checked like a new report', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(correct(1, reported('0701', 'in-use', '2020-01-01')))
      .rejected('municipality-not-valid-on-date'));

  it('to another capability is refused', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(correct(1, reported('0701', 'in-use', '2019-01-01', { capability: 'booking' })))
      .rejected('correction-changes-key'));

  it('of one that is annulled is refused', () =>
    given(reported('0701', 'in-use', '2019-01-01'), annulled(1))
      .when(correct(1, reported('0701', 'in-use', '2018-01-01')))
      .rejected('already-annulled'));

  it('by the id of a correction is refused', () =>
    given(reported('0701', 'in-use', '2019-01-01'), corrected(1, reported('0701', 'planned', '2019-01-01')))
      .when(correct(2, reported('0701', 'in-use', '2018-01-01')))
      .rejected('not-a-fact'));

  it('of a solution that nobody registered is refused', () =>
    specification(
      { initial: noAdoption, evolve },
      registry({ municipalities }),
    )(reported('0701', 'in-use', '2019-01-01'))
      .when(correct(1, reported('0701', 'in-use', '2018-01-01')))
      .rejected('unknown-solution'));
});

describe('annulling a report', () => {
  it('ends it', () =>
    given(reported('0701', 'in-use', '2019-01-01'))
      .when(annul(1))
      .then(annulled(1)));

  it('twice is refused', () =>
    given(reported('0701', 'in-use', '2019-01-01'), annulled(1))
      .when(annul(1))
      .rejected('already-annulled'));

  it('by the id of a correction is refused', () =>
    given(reported('0701', 'in-use', '2019-01-01'), corrected(1, reported('0701', 'planned', '2019-01-01')))
      .when(annul(2))
      .rejected('not-a-fact'));
});

describe('a refusal of a number that is not valid', () => {
  const details = (number: string, date: string): unknown => given().when(report(reported(number, 'in-use', date))).rejections[0]?.details;

  it('names who carries it on, the reform and its day', () => {
    expect(details('0701', '2020-05-01')).toMatchObject({
      successors: [{ municipalityNumber: '3801', on: '2020-01-01' }],
      predecessors: [],
      reform: 'renumbered',
      reformedOn: '2020-01-01',
    });
  });

  it('names every part of one that was split, with its share', () => {
    expect(details('1507', '2024-02-01')).toMatchObject({
      successors: [
        { municipalityNumber: '1508', shareBasisPoints: 8_621 },
        { municipalityNumber: '1580', shareBasisPoints: 1_379 },
      ],
      reform: 'split',
    });
  });

  it('names who was there before it began', () => {
    expect(details('3801', '2019-12-31')).toMatchObject({
      successors: [],
      predecessors: [{ municipalityNumber: '0701', on: '2020-01-01' }],
      reform: 'renumbered',
      reformedOn: '2020-01-01',
    });
  });

  it('names who carried on the last that had the number, where it is used again later', () => {
    expect(details('1601', '2019-06-01')).toMatchObject({ successors: [{ municipalityNumber: '1699' }], reformedOn: '2018-01-01' });
  });

  it('names nobody where it began from nothing', () => {
    expect(details('1507', '2017-06-01')).toMatchObject({
      successors: [],
      predecessors: [],
      reform: 'established',
      reformedOn: '2018-01-01',
    });
  });
});
