import { describe, expect, it } from '@jest/globals';
import type { SolutionFact } from '../../../src/domain/solution/events.ts';
import { evolve, type Solution } from '../../../src/domain/solution/state.ts';
import type { SolutionEvent } from '../../../src/domain/solution/events.ts';
import { specification } from '../given.ts';
import { countyEnded, countyEstablished, established, graphOf, renumbered } from '../municipality/register.ts';
import { helsedirektoratet, ks, nav, norskHelsenett, registry, stranger } from '../registry-facts.ts';
import {
  annulled, appointed, assigned, correct, corrected, costing, entered, forAll, forCounties, forMunicipalities, owned, record, redescribed, register, registered, released,
} from './events.ts'; // prettier-ignore

const municipalities = graphOf(
  countyEstablished('07'),
  countyEstablished('11'),
  established('0701'),
  established('1103'),
  countyEnded('07', '2020-01-01'),
  renumbered('0701', '3801', '2020-01-01'),
);
const given = specification<Solution | undefined, SolutionEvent>({ initial: undefined, evolve }, registry({ municipalities }));

describe('registering a solution', () => {
  it('makes it known', () =>
    given()
      .when(register(registered({ programmeId: 'journal', capabilities: ['booking'], confirmationMonths: 12 })))
      .then(registered({ programmeId: 'journal', capabilities: ['booking'], confirmationMonths: 12 })));

  it('again with the same description records nothing', () =>
    given(registered({ capabilities: ['booking'] }))
      .when(register(registered({ capabilities: ['booking'] })))
      .repeats(1));

  it('again records nothing also when its description has changed since', () =>
    given(registered({ name: 'Digisos' }), redescribed({ name: 'Digital sosialhjelp' }, '2020-01-01'))
      .when(register(registered({ name: 'Digisos' })))
      .repeats(1));

  it('under an id that has another description is refused', () =>
    given(registered({ name: 'Digisos' }))
      .when(register(registered({ name: 'Kjernejournal' })))
      .rejected('solution-exists'));

  it('in a programme that nobody registered is refused', () =>
    given()
      .when(register(registered({ programmeId: 'akson' })))
      .rejected('unknown-programme'));

  it('with a capability that stands twice is refused', () =>
    given()
      .when(register(registered({ capabilities: ['booking', 'messages', 'booking'] })))
      .rejected('duplicate-capability'));

  it('is refused for every reason at once', () =>
    given()
      .when(register(registered({ programmeId: 'akson', capabilities: ['booking', 'booking'] })))
      .rejected('unknown-programme', 'duplicate-capability'));

  it('twice at once leaves the first in the log standing', () => {
    const { state } = given(registered({ name: 'Digisos' }), registered({ name: 'Kjernejournal' }));
    expect(state?.registration.description.names.nb).toBe('Digisos');
  });
});

/** A fact of every kind with others of the same timeline and date: rule 4 is the same for all of them. */
const facts: { kind: string; fact: SolutionFact; other: SolutionFact; later: SolutionFact }[] = [
  {
    kind: 'a description',
    fact: redescribed({ name: 'Digital sosialhjelp' }, '2020-01-01'),
    other: redescribed({ name: 'Digisos 2' }, '2020-01-01'),
    later: redescribed({ name: 'Digital sosialhjelp' }, '2021-01-01'),
  },
  {
    kind: 'a phase',
    fact: entered('pilot', '2020-01-01'),
    other: entered('roll-out', '2020-01-01'),
    later: entered('pilot', '2021-01-01'),
  },
  {
    kind: 'a target group',
    fact: forCounties(['11'], '2020-01-01'),
    other: forAll('2020-01-01'),
    later: forCounties(['11'], '2021-01-01'),
  },
  {
    kind: 'a premise-giver',
    fact: appointed('premise-giver', helsedirektoratet, '2020-01-01'),
    other: appointed('premise-giver', null, '2020-01-01'),
    later: appointed('premise-giver', helsedirektoratet, '2021-01-01'),
  },
  {
    kind: 'an ownership',
    fact: owned([[nav, 6_000], [ks, 4_000]], '2020-01-01'),
    other: owned([[nav, null], [ks, null]], '2020-01-01'),
    later: owned([[nav, 6_000], [ks, 4_000]], '2021-01-01'),
  }, // prettier-ignore
  {
    kind: 'an assignment',
    fact: assigned('operation', norskHelsenett, '2020-01-01'),
    other: assigned('operation', nav, '2020-01-01'),
    later: assigned('operation', norskHelsenett, '2021-01-01'),
  },
];

describe.each(facts)('recording $kind', ({ fact, other, later }) => {
  it('is accepted', () => given(registered()).when(record(fact)).then(fact));

  it('of a solution that nobody registered is refused', () => given().when(record(fact)).rejected('unknown-solution'));

  it('again on the same date records nothing', () => given(registered(), fact).when(record(fact)).repeats(2));

  it('again after another of the same date is accepted: it says what counts now', () =>
    given(registered(), fact, other).when(record(fact)).then(fact));

  it('again on another date is a fact of its own', () => given(registered(), fact).when(record(later)).then(later));

  it('that a later fact of another date took over from is a repetition still', () =>
    given(registered(), fact, later).when(record(fact)).repeats(2));

  it('late, before what stands, is accepted', () => given(registered(), later).when(record(fact)).then(fact));
});

describe('a description', () => {
  it('in a programme that nobody registered is refused', () =>
    given(registered())
      .when(record(redescribed({ programmeId: 'akson' }, '2020-01-01')))
      .rejected('unknown-programme'));

  it('with a capability that stands twice is refused', () =>
    given(registered())
      .when(record(redescribed({ capabilities: ['booking', 'booking'] }, '2020-01-01')))
      .rejected('duplicate-capability'));
});

describe('a target group', () => {
  it('of the day on which the register begins is accepted', () =>
    given(registered())
      .when(record(forAll('2017-01-01')))
      .then(forAll('2017-01-01')));

  it('of the day before the register begins is refused, also for all', () =>
    given(registered())
      .when(record(forAll('2016-12-31')))
      .rejected('before-register'));

  it('of counties takes those of its own date', () =>
    given(registered())
      .when(record(forCounties(['07'], '2019-12-31')))
      .then(forCounties(['07'], '2019-12-31')));

  it('of a county that has ended is refused', () =>
    given(registered())
      .when(record(forCounties(['11', '07'], '2020-01-01')))
      .rejected('unknown-county'));

  it('of municipalities takes those of its own date', () =>
    given(registered())
      .when(record(forMunicipalities(['0701', '1103'], '2019-12-31')))
      .then(forMunicipalities(['0701', '1103'], '2019-12-31')));

  it('of a municipality that has ended is refused, and of one that never was', () =>
    given(registered())
      .when(record(forMunicipalities(['0701', '9999', '1103'], '2020-01-01')))
      .rejected('municipality-not-valid-on-date', 'unknown-municipality'));

  it('points at the number that is wrong', () => {
    const { rejections } = given(registered()).when(record(forMunicipalities(['1103', '0701'], '2020-01-01')));
    expect(rejections.map(({ at }) => at)).toEqual(['/numbers/1']);
  });
});

describe('a role', () => {
  it('can be left by everybody', () =>
    given(registered(), appointed('commissioner', nav, '2020-01-01'))
      .when(record(appointed('commissioner', null, '2021-01-01')))
      .then(appointed('commissioner', null, '2021-01-01')));

  it('of an organisation that nobody registered is refused', () =>
    given(registered())
      .when(record(appointed('commissioner', stranger, '2020-01-01')))
      .rejected('unknown-organisation'));

  it('of the premise-giver is no repetition of that of the commissioner', () =>
    given(registered(), appointed('commissioner', nav, '2020-01-01'))
      .when(record(appointed('premise-giver', nav, '2020-01-01')))
      .then(appointed('premise-giver', nav, '2020-01-01')));

  it('may be that of a supplier too: history has it, and the status says so', () =>
    given(registered(), assigned('operation', nav, '2020-01-01'))
      .when(record(appointed('premise-giver', nav, '2020-01-01')))
      .then(appointed('premise-giver', nav, '2020-01-01')));
});

describe('an ownership', () => {
  const owning = (...owners: Parameters<typeof owned>[0]) => owned(owners, '2020-01-01');

  it.each([
    ['without shares', owning([nav, null], [ks, null])],
    ['with shares that sum to the whole', owning([nav, 9_999], [ks, 1])],
    ['of one with all of it', owning([nav, 10_000])],
    ['of one without a share', owning([nav, null])],
  ])('%s is accepted', (_, fact) => given(registered()).when(record(fact)).then(fact));

  it.each([
    ['shares that sum to 9,999', owning([nav, 5_000], [ks, 4_999]), 'shares-do-not-sum'],
    ['shares that sum to 10,001', owning([nav, 5_000], [ks, 5_001]), 'shares-do-not-sum'],
    ['a share for one owner and none for another', owning([nav, 10_000], [ks, null]), 'shares-incomplete'],
    ['an owner that stands twice', owning([nav, 5_000], [nav, 5_000]), 'duplicate-owner'],
    ['an owner that nobody registered', owning([stranger, null]), 'unknown-organisation'],
  ] as const)('with %s is refused', (_, fact, code) => given(registered()).when(record(fact)).rejected(code));

  it('is refused for every reason at once', () =>
    given(registered())
      .when(record(owning([stranger, 1], [nav, 1], [nav, 1])))
      .rejected('unknown-organisation', 'duplicate-owner', 'shares-do-not-sum'));

  it('points at the owner that stands for the second time', () => {
    const { rejections } = given(registered()).when(record(owning([nav, null], [ks, null], [nav, null])));
    expect(rejections.map(({ at }) => at)).toEqual(['/owners/2/organisationNumber']);
  });
});

describe('assigning a supplier', () => {
  it('that nobody registered is refused', () =>
    given(registered())
      .when(record(assigned('operation', stranger, '2020-01-01')))
      .rejected('unknown-organisation'));

  it('to another responsibility is no repetition', () =>
    given(registered(), assigned('operation', nav, '2020-01-01'))
      .when(record(assigned('support', nav, '2020-01-01')))
      .then(assigned('support', nav, '2020-01-01')));
});

describe('releasing a supplier', () => {
  const begun = [registered(), assigned('operation', norskHelsenett, '2024-01-01')];

  it('ends the assignment from its day on', () =>
    given(...begun)
      .when(record(released('operation', '2025-01-01')))
      .then(released('operation', '2025-01-01')));

  it('is accepted on the very day of the assignment', () =>
    given(...begun)
      .when(record(released('operation', '2024-01-01')))
      .then(released('operation', '2024-01-01')));

  it('is refused on a day before the assignment', () =>
    given(...begun)
      .when(record(released('operation', '2023-12-31')))
      .rejected('not-assigned'));

  it('is refused for another responsibility', () =>
    given(...begun)
      .when(record(released('support', '2025-01-01')))
      .rejected('not-assigned'));

  it('is refused where the supplier is released already', () =>
    given(...begun, released('operation', '2025-01-01'))
      .when(record(released('operation', '2025-06-01')))
      .rejected('not-assigned'));

  it('again on the same day records nothing', () =>
    given(...begun, released('operation', '2025-01-01'))
      .when(record(released('operation', '2025-01-01')))
      .repeats(3));

  it('lets another be assigned on the same day, who then has it', () =>
    given(...begun, released('operation', '2025-01-01'))
      .when(record(assigned('operation', nav, '2025-01-01')))
      .then(assigned('operation', nav, '2025-01-01')));
});

describe('a cost', () => {
  it('is recorded', () =>
    given(registered())
      .when(record(costing(1_000_000)))
      .then(costing(1_000_000)));

  it('of a payer that nobody registered is refused', () =>
    given(registered())
      .when(record(costing(1, { payer: stranger })))
      .rejected('unknown-organisation'));

  it('in a currency that there is not is refused, with whatever else is wrong', () =>
    given(registered())
      .when(record(costing(1, { payer: stranger, currency: 'NKR' })))
      .rejected('unknown-organisation', 'unknown-currency'));

  it.each(['NOK', 'DKK', 'SEK', 'EUR', 'ISK', 'USD', 'GBP'])('in %s is recorded', (currency) =>
    given(registered())
      .when(record(costing(1, { currency })))
      .then(costing(1, { currency })),
  );

  it('again records nothing', () =>
    given(registered(), costing(5))
      .when(record(costing(5)))
      .repeats(2));

  it('again after another amount is accepted: the last one stands', () =>
    given(registered(), costing(5), costing(7))
      .when(record(costing(5)))
      .then(costing(5)));

  it.each([
    ['fiscal year', { fiscalYear: 2025 }],
    ['kind', { kind: 'development' }],
    ['estimate', { estimate: 'actual' }],
    ['payer', { payer: nav }],
  ] as const)('of another %s is another line', (_, line) =>
    given(registered(), costing(5))
      .when(record(costing(5, line)))
      .then(costing(5, line)),
  );

  it('of the same amount at another price level is no repetition', () =>
    given(registered(), costing(5))
      .when(record(costing(5, { priceLevelYear: 2023 })))
      .then(costing(5, { priceLevelYear: 2023 })));

  describe('with which sums would not be exact any more', () => {
    const next = { fiscalYear: 2025 };
    const most = Number.MAX_SAFE_INTEGER;

    it.each([
      ['beside another line', costing(most)],
      ['beside money that came back', costing(-most)],
      ['in other prices', costing(most, { priceLevelYear: 2019 })],
    ])('%s is refused, and what would be right is named', (_, line) =>
      expect(given(registered(), line).when(record(costing(-1, next))).rejections).toEqual([
        { code: 'amount-out-of-range', at: '/amount/amount', details: { solutionId: 'digisos', currency: 'NOK', room: 0 } },
      ]),
    );

    it('is refused where only what it replaced is so large: an annulment would bring it back', () =>
      given(registered(), costing(most - 5), costing(5))
        .when(record(costing(1, next)))
        .rejected('amount-out-of-range'));

    it('is recorded up to what is left', () => {
      const begun = given(registered(), costing(most - 7));
      begun.when(record(costing(-7, next))).then(costing(-7, next));
      begun.when(record(costing(8, next))).rejected('amount-out-of-range');
    });

    it.each([
      ['in another currency', [], costing(most, { ...next, currency: 'EUR' })],
      ['when the other was corrected', [corrected(2, costing(5))], costing(most - 5, next)],
      ['when the other was annulled', [annulled(2)], costing(most, next)],
    ])('is recorded %s', (_, since, line) =>
      given(registered(), costing(most), ...since)
        .when(record(line))
        .then(line),
    );

    it('can be a correction of what was too large, which does not count for itself', () =>
      given(registered(), costing(most - 1))
        .when(correct(2, costing(most)))
        .then(corrected(2, costing(most))));
  });
});
