import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { NEVER, type Position } from '../../../src/domain/position.ts';
import type { SolutionEvent } from '../../../src/domain/solution/events.ts';
import { costsKnown, ownersOn, phaseOn, supplierOn } from '../../../src/domain/solution/standing.ts';
import { evolve, type Solution } from '../../../src/domain/solution/state.ts';
import { specification } from '../given.ts';
import { ks, nav, norskHelsenett, registry, stranger } from '../registry-facts.ts';
import {
  annul, annulled, appointed, assigned, correct, corrected, costing, entered, forAll, owned, record, registered, released, solutionWith,
} from './events.ts'; // prettier-ignore

const given = specification<Solution | undefined, SolutionEvent>({ initial: undefined, evolve }, registry());

describe('correcting a fact', () => {
  it('replaces its value', () =>
    given(registered(), entered('pilot', '2020-01-01'))
      .when(correct(2, entered('roll-out', '2020-01-01')))
      .then(corrected(2, entered('roll-out', '2020-01-01'))));

  it('replaces its date', () =>
    given(registered(), entered('pilot', '2020-01-01'))
      .when(correct(2, entered('pilot', '2019-06-01')))
      .then(corrected(2, entered('pilot', '2019-06-01'))));

  it('gives a cost the currency that it should have had, where it was recorded in one that there is not', () =>
    given(registered(), costing(5, { currency: 'NKR' }))
      .when(correct(2, costing(5)))
      .then(corrected(2, costing(5))));

  it('can be done again', () =>
    given(registered(), entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')))
      .when(correct(2, entered('operation', '2020-01-01')))
      .then(corrected(2, entered('operation', '2020-01-01'))));

  it('to what it says already records nothing', () =>
    given(registered(), entered('pilot', '2020-01-01'))
      .when(correct(2, entered('pilot', '2020-01-01')))
      .repeats(2));

  it('to what it said before an earlier correction is accepted', () =>
    given(registered(), entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')))
      .when(correct(2, entered('pilot', '2020-01-01')))
      .then(corrected(2, entered('pilot', '2020-01-01'))));

  it('to what it says already is accepted where another of its date hides it: it then counts', () =>
    given(registered(), entered('pilot', '2020-01-01'), entered('roll-out', '2020-01-01'))
      .when(correct(2, entered('pilot', '2020-01-01')))
      .then(corrected(2, entered('pilot', '2020-01-01'))));

  it('to what another fact says of the new date is accepted: it is no repetition of its own', () =>
    given(registered(), entered('pilot', '2020-01-01'), entered('roll-out', '2021-01-01'))
      .when(correct(2, entered('roll-out', '2021-01-01')))
      .then(corrected(2, entered('roll-out', '2021-01-01'))));

  it('is refused where no event has that id', () =>
    given(registered())
      .when(correct(7, entered('pilot', '2020-01-01')))
      .rejected('not-a-fact'));

  it('is refused for the registration, which is no dated fact', () =>
    given(registered())
      .when(correct(1, entered('pilot', '2020-01-01')))
      .rejected('not-a-fact'));

  it('is refused by the id of a correction', () =>
    given(registered(), entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')))
      .when(correct(3, entered('operation', '2020-01-01')))
      .rejected('not-a-fact'));

  it('is refused by the id of an annulment', () =>
    given(registered(), entered('pilot', '2020-01-01'), annulled(2))
      .when(correct(3, entered('operation', '2020-01-01')))
      .rejected('not-a-fact'));

  it('is refused of a solution that nobody registered', () =>
    given()
      .when(correct(1, entered('pilot', '2020-01-01')))
      .rejected('unknown-solution'));

  it('is refused once it is annulled', () =>
    given(registered(), entered('pilot', '2020-01-01'), annulled(2))
      .when(correct(2, entered('roll-out', '2020-01-01')))
      .rejected('already-annulled'));

  it('names the annulment that stands in the way', () => {
    const { rejections } = given(registered(), entered('pilot', '2020-01-01'), annulled(2)).when(correct(2, entered('idea', '2020-01-01')));
    expect(rejections.map(({ details }) => details)).toEqual([{ eventId: 'event 2', annulledBy: 'event 3' }]);
  });

  it.each([
    ['a responsibility', assigned('operation', nav, '2020-01-01'), assigned('support', nav, '2020-01-01')],
    ['a role', appointed('commissioner', nav, '2020-01-01'), appointed('premise-giver', nav, '2020-01-01')],
    ['a fiscal year', costing(5), costing(5, { fiscalYear: 2025 })],
    ['a payer', costing(5), costing(5, { payer: nav })],
    ['its kind', entered('pilot', '2020-01-01'), forAll('2020-01-01')],
  ])('cannot change what it is about: %s', (_, fact, becomes) =>
    given(registered(), fact).when(correct(2, becomes)).rejected('correction-changes-key'),
  );

  it('cannot make a release of an assignment', () =>
    given(registered(), assigned('operation', nav, '2020-01-01'))
      .when(correct(2, released('operation', '2020-01-01')))
      .rejected('correction-changes-key'));

  it('is checked like a new report', () =>
    given(registered(), owned([[nav, null]], '2020-01-01'))
      .when(correct(2, owned([[stranger, 10], [ks, null]], '2020-01-01')))
      .rejected('unknown-organisation', 'shares-incomplete')); // prettier-ignore

  it('points into the fact that it brings', () => {
    const wrong = correct(2, owned([[ks, null], [stranger, null]], '2020-01-01')); // prettier-ignore
    const { rejections } = given(registered(), owned([[nav, null]], '2020-01-01')).when(wrong);
    expect(rejections.map(({ at }) => at)).toEqual(['/fact/owners/1/organisationNumber']);
  });
});

describe('correcting a release', () => {
  const history = [registered(), assigned('operation', nav, '2020-01-01'), released('operation', '2021-01-01')];

  it('to a later day is accepted: it does not stand in its own way', () =>
    given(...history)
      .when(correct(3, released('operation', '2022-01-01')))
      .then(corrected(3, released('operation', '2022-01-01'))));

  it('to a day before anybody was assigned is refused', () =>
    given(...history)
      .when(correct(3, released('operation', '2019-12-31')))
      .rejected('not-assigned'));

  it('to a day on which another release stands is refused', () =>
    given(...history, assigned('operation', ks, '2022-01-01'), released('operation', '2023-01-01'))
      .when(correct(3, released('operation', '2023-06-01')))
      .rejected('not-assigned'));
});

describe('annulling a fact', () => {
  it('ends it', () => given(registered(), entered('pilot', '2020-01-01')).when(annul(2)).then(annulled(2)));

  it('ends it with its corrections', () =>
    given(registered(), entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')))
      .when(annul(2))
      .then(annulled(2)));

  it('twice is refused', () =>
    given(registered(), entered('pilot', '2020-01-01'), annulled(2)).when(annul(2)).rejected('already-annulled'));

  it.each([
    ['the registration', 1],
    ['a correction', 3],
    ['nothing', 9],
  ])('is refused by the id of %s', (_, event) =>
    given(registered(), entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')))
      .when(annul(event))
      .rejected('not-a-fact'),
  );

  it('is refused of a solution that nobody registered', () => given().when(annul(1)).rejected('unknown-solution'));

  it('lets the same be recorded once more', () =>
    given(registered(), entered('pilot', '2020-01-01'), annulled(2))
      .when(record(entered('pilot', '2020-01-01')))
      .then(entered('pilot', '2020-01-01')));
});

describe('a solution with corrections and annulments', () => {
  const moment = (asOf: string, knownAt = NEVER as number) => ({ asOf: asOf as CivilDate, knownAt: knownAt as Position });
  const phase = (solution: Solution, asOf: string, knownAt?: number) => phaseOn(solution, moment(asOf, knownAt))?.value.data.phase;

  it('has the corrected value, and before the correction was known the first', () => {
    const solution = solutionWith({}, entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')));
    expect([phase(solution, '2020-01-01', 2), phase(solution, '2020-01-01', 3)]).toEqual(['pilot', 'roll-out']);
  });

  it('has a fact on its corrected date and no more on its first', () => {
    const solution = solutionWith({}, entered('pilot', '2020-01-01'), corrected(2, entered('pilot', '2021-01-01')));
    expect([phase(solution, '2020-12-31'), phase(solution, '2021-01-01')]).toEqual([undefined, 'pilot']);
  });

  it('lets the correction of two facts of one date count, being the later of the log', () => {
    const solution = solutionWith(
      {},
      entered('pilot', '2020-01-01'),
      entered('roll-out', '2020-01-01'),
      corrected(2, entered('procurement', '2020-01-01')),
    );
    expect(phase(solution, '2020-01-01')).toBe('procurement');
  });

  it('shows the earlier fact of the same date when the later is annulled', () => {
    const solution = solutionWith({}, entered('pilot', '2020-01-01'), entered('roll-out', '2020-01-01'), annulled(3));
    expect(phase(solution, '2020-01-01')).toBe('pilot');
  });

  it('shows no earlier version of a fact that is annulled', () => {
    const solution = solutionWith({}, entered('pilot', '2020-01-01'), corrected(2, entered('roll-out', '2020-01-01')), annulled(2));
    expect(phase(solution, '2020-01-01')).toBeUndefined();
  });

  it('ignores a correction that lost the race against an annulment', () => {
    const solution = solutionWith({}, entered('pilot', '2020-01-01'), annulled(2), corrected(2, entered('roll-out', '2020-01-01')));
    expect(phase(solution, '2020-01-01')).toBeUndefined();
  });

  it('ignores a fact that stands before its registration', () => {
    const { state } = given(entered('pilot', '2020-01-01'), registered());
    expect(phase(state as Solution, '2020-01-01')).toBeUndefined();
  });

  it('has nobody after a release, until the next assignment', () => {
    const solution = solutionWith(
      {},
      assigned('operation', nav, '2020-01-01'),
      released('operation', '2021-01-01'),
      assigned('operation', norskHelsenett, '2022-01-01'),
    );
    const suppliers = ['2020-12-31', '2021-01-01', '2022-01-01'].map((day) => supplierOn(solution, 'operation', moment(day)));
    expect(suppliers.map((one) => one?.value.data.organisationNumber)).toEqual([nav, undefined, norskHelsenett]);
  });

  it('has its former supplier back when the release is annulled', () => {
    const solution = solutionWith({}, assigned('operation', nav, '2020-01-01'), released('operation', '2021-01-01'), annulled(3));
    expect(supplierOn(solution, 'operation', moment('2021-01-01'))?.value.data.organisationNumber).toBe(nav);
  });

  it('has other owners from the day of a change on', () => {
    const solution = solutionWith({}, owned([[nav, null]], '2018-01-01'), owned([[nav, 5_000], [ks, 5_000]], '2020-01-01')); // prettier-ignore
    const owners = ['2017-12-31', '2019-12-31', '2020-01-01'].map((day) => ownersOn(solution, moment(day))?.value.data.owners.length);
    expect(owners).toEqual([undefined, 1, 2]);
  });

  it('has of each cost line the last amount that is not annulled, whatever the date asked for', () => {
    const solution = solutionWith({}, costing(5), costing(7), costing(9), annulled(4), costing(1, { estimate: 'actual' }));
    const amounts = costsKnown(solution, NEVER).map(({ value }) => [value.data.estimate, value.data.amount.amount]);
    expect(amounts).toEqual([
      ['actual', 1],
      ['budget', 7],
    ]);
  });
});
