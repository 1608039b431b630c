import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { NEVER } from '../../../src/domain/position.ts';
import type { SolutionFact } from '../../../src/domain/solution/events.ts';
import { type ReasonCode, REASONS, statusReasons, type Use } from '../../../src/domain/solution/status.ts';
import { idOf } from '../given.ts';
import { helsedirektoratet, ks, nav, norskHelsenett, sectorOf } from '../registry-facts.ts';
import { annulled, appointed, assigned, entered, owned, released, solutionWith } from './events.ts';

const inUse = (...numbers: string[]): Use => ({
  inUse: numbers.map((number) => ({ municipalityNumber: number, facts: [`report of ${number}`], stale: [] })),
});
const stale = (...numbers: string[]): Use => ({ inUse: inUse(...numbers).inUse.map((one) => ({ ...one, stale: one.facts })) });
const nobody: Use = { inUse: [] };

const reasons = (facts: readonly (SolutionFact | ReturnType<typeof annulled>)[], use: Use | null = inUse('1103'), asOf = '2024-06-01') =>
  statusReasons(solutionWith({}, ...facts), { asOf: asOf as CivilDate, knownAt: NEVER }, use, sectorOf);
const codes = (...asked: Parameters<typeof reasons>): ReasonCode[] => reasons(...asked).map(({ code }) => code);

/** Nothing to find: the roles are three, there is an owner, and somebody uses it. Events 2 to 6. */
const sound: SolutionFact[] = [
  owned([[ks, null]], '2020-01-01'),
  appointed('premise-giver', helsedirektoratet, '2020-01-01'),
  appointed('commissioner', ks, '2020-01-01'),
  assigned('operation', norskHelsenett, '2020-01-01'),
  entered('operation', '2020-01-01'),
];
/** The sound solution with facts more: the first is event 7. */
const but = (...facts: SolutionFact[]): SolutionFact[] => [...sound, ...facts];
const without = (...left: SolutionFact['type'][]): SolutionFact[] => sound.filter(({ type }) => !left.includes(type));

describe('the status of a solution', () => {
  it('has no reasons where all is as it should be', () => {
    expect(codes(sound)).toEqual([]);
  });

  it('has all the reasons that hold, in one order', () => {
    expect(codes([])).toEqual(['no-owner', 'no-supplier-for-operation', 'no-phase']);
  });

  it('does not hang on facts after the date', () => {
    expect(codes(sound, nobody, '2019-12-31')).toEqual(['no-owner', 'no-supplier-for-operation', 'no-phase']);
  });
});

describe('no-owner', () => {
  it('is found where nobody ever owned it', () => {
    expect(codes(without('OwnershipChanged'))).toEqual(['no-owner']);
  });

  it('is found where the ownership was annulled', () => {
    expect(codes([...sound, annulled(2)])).toEqual(['no-owner']);
  });
});

describe('no-supplier-for-operation', () => {
  it('is found where another responsibility only has a supplier', () => {
    expect(codes([...without('SupplierAssigned'), assigned('support', norskHelsenett, '2020-01-01')])).toEqual([
      'no-supplier-for-operation',
    ]);
  });

  it('is found from the day of the release', () => {
    const left = but(released('operation', '2024-06-01'));
    expect([codes(left, undefined, '2024-05-31'), codes(left)]).toEqual([[], ['no-supplier-for-operation']]);
  });
});

describe('premise-giver-is-supplier', () => {
  it('is found with the role and every assignment behind it', () => {
    const both = but(appointed('premise-giver', norskHelsenett, '2023-01-01'), assigned('support', norskHelsenett, '2023-01-01'));
    expect(reasons(both)).toEqual([
      {
        code: 'premise-giver-is-supplier',
        facts: [idOf(7), idOf(5), idOf(8)],
        organisationNumbers: [norskHelsenett],
        municipalityNumbers: [],
      },
    ]);
  });

  it('is not found when the role was left', () => {
    expect(codes(but(appointed('premise-giver', norskHelsenett, '2023-01-01'), appointed('premise-giver', null, '2024-01-01')))).toEqual(
      [],
    );
  });
});

describe('commissioner-is-supplier', () => {
  it('is found with the role and the assignment behind it', () => {
    expect(reasons(but(appointed('commissioner', norskHelsenett, '2023-01-01')))).toMatchObject([
      { code: 'commissioner-is-supplier', facts: [idOf(7), idOf(5)], organisationNumbers: [norskHelsenett] },
    ]);
  });
});

describe('premise-giver-is-commissioner', () => {
  it('is found with both roles behind it', () => {
    expect(reasons(but(appointed('commissioner', helsedirektoratet, '2023-01-01')))).toMatchObject([
      { code: 'premise-giver-is-commissioner', facts: [idOf(3), idOf(7)], organisationNumbers: [helsedirektoratet] },
    ]);
  });

  it('is not found when both were left by everybody', () => {
    expect(codes(but(appointed('commissioner', null, '2023-01-01'), appointed('premise-giver', null, '2023-01-01')))).toEqual([]);
  });
});

describe('supplier-is-directorate', () => {
  it('is found with every assignment of a directorate behind it, each directorate once', () => {
    expect(reasons(but(assigned('operation', nav, '2023-01-01'), assigned('support', nav, '2023-01-01')))).toMatchObject([
      { code: 'supplier-is-directorate', facts: [idOf(7), idOf(8)], organisationNumbers: [nav] },
    ]);
  });

  it('is found together with what else that supplier is', () => {
    const found = codes(but(assigned('operation', helsedirektoratet, '2023-01-01')));
    expect(found).toEqual(['premise-giver-is-supplier', 'supplier-is-directorate']);
  });
});

describe('no-phase', () => {
  it('is found where no phase has begun', () => {
    expect(codes(without('PhaseChanged'))).toEqual(['no-phase']);
  });
});

describe('retired-but-in-use', () => {
  const retired = but(entered('retired', '2024-01-01'));

  it('is found with the phase, the municipalities and their reports', () => {
    expect(reasons(retired, inUse('1103', '5001'))).toMatchObject([
      {
        code: 'retired-but-in-use',
        facts: [idOf(7), 'report of 1103', 'report of 5001'],
        municipalityNumbers: ['1103', '5001'],
      },
    ]);
  });

  it('is not found where nobody uses it', () => {
    expect(codes(retired, nobody)).toEqual([]);
  });

  it('is not found while it is phased out', () => {
    expect(codes(but(entered('phase-out', '2024-01-01')))).toEqual([]);
  });
});

describe('in-operation-without-adoption', () => {
  it('is found with the phase behind it', () => {
    expect(reasons(sound, nobody)).toMatchObject([{ code: 'in-operation-without-adoption', facts: [idOf(6)], municipalityNumbers: [] }]);
  });

  it.each(['pilot', 'roll-out', 'phase-out', 'retired'] as const)('is not found in the phase %s', (phase) => {
    expect(codes(but(entered(phase, '2024-01-01')), nobody)).toEqual([]);
  });

  it('is not found before the register begins, when nobody can say', () => {
    const early = sound.map((fact) => ({ ...fact, data: { ...fact.data, effectiveFrom: '2010-01-01' } }) as SolutionFact);
    expect(codes(early, null, '2016-12-31')).toEqual([]);
  });
});

describe('adoption-stale', () => {
  it('is found with those who confirmed too long ago, and no other', () => {
    const use = { inUse: [...inUse('1103').inUse, ...stale('5001').inUse] };
    expect(reasons(sound, use)).toMatchObject([{ code: 'adoption-stale', facts: ['report of 5001'], municipalityNumbers: ['5001'] }]);
  });

  it('is found in whatever phase, also in none', () => {
    expect(codes(without('PhaseChanged'), stale('1103'))).toEqual(['no-phase', 'adoption-stale']);
  });

  it('names a report once that several municipalities rest on', () => {
    const use: Use = {
      inUse: ['1508', '1580'].map((number) => ({
        municipalityNumber: number,
        facts: ['report of 1507', 'another'],
        stale: ['report of 1507'],
      })),
    };
    expect(reasons(sound, use)[0]?.facts).toEqual(['report of 1507']);
  });
});

describe('the reasons', () => {
  it('are the ten of the domain', () => {
    expect(REASONS).toEqual([
      'no-owner', 'no-supplier-for-operation', 'premise-giver-is-supplier', 'commissioner-is-supplier', 'premise-giver-is-commissioner',
      'supplier-is-directorate', 'no-phase', 'retired-but-in-use', 'in-operation-without-adoption', 'adoption-stale',
    ]); // prettier-ignore
  });
});
