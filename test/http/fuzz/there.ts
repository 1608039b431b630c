import fc, { type Arbitrary } from 'fast-check';
import { organisationNumbered } from '../sector.ts';
import type { Known } from '../values.ts';
import { Late, nth, type World } from './world.ts';

/** What there is, by the names that the contract has for it: with it a drawn request gets beyond the first check more often than not. */

const ORGANISATIONS = ['994598759', '889640782', '971032146', '983544622'] as const;
/** Today's, yesterday's, one that was merged and kept its number, one that was split, and none. */
const MUNICIPALITIES = ['0301', '1103', '4601', '3801', '0701', '1201', '5001', '1507', '1580', '9999'] as const;
const COUNTIES = ['03', '11', '46', '50', '07', '30'] as const;
const DAYS = ['2017-01-01', '2018-02-19', '2018-12-31', '2020-01-01', '2020-06-30', '2024-02-29', '2026-02-03', '2026-02-04'] as const;
const KEYS = Array.from({ length: 60 }, (_, index) => `key-${index}`);

const late = (of: (world: World, number: number) => unknown): Arbitrary<Late> =>
  fc.nat(1_000_000).map((number) => new Late((world) => of(world, number)));
const position = (token: string): Late => new Late(({ service }) => `${service.store.logId}~${token}`);
const anotherLog = '7f3c1d52-8a34-4b6e-9c01-5d2f7c1ea8b0~12';
const reached = fc.constantFrom<unknown>(position('0'), position('1'), position('3980'), anotherLog, 'no-position', '~', '7~7');
const positions = fc.oneof(reached, fc.constantFrom<unknown>(position('9999999999999999'), position('-1'), position('1.5'), '~1'));
const knownAt = fc.oneof(
  { weight: 3, arbitrary: positions },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '2026-02-03T09:00:00.000Z', '2026-02-03T10:00:00+01:00', '1999-12-31T23:59:59Z', '2099-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z',
    ),
  },
); // prettier-ignore
const days = fc.constantFrom(...DAYS);
const listOf = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });

/** By the name of a parameter. */
export const THERE: Known = {
  solutionId: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('digisos', 'digisos', 'kjernejournal', 'not-there') }, { weight: 1, arbitrary: late(({ solutions }, number) => nth(solutions, number)) }),
  programmeId: fc.constantFrom('digisos-programmet', 'velferdsteknologiprogrammet', 'not-there'),
  organisationNumber: fc.constantFrom(...ORGANISATIONS, '974760673'),
  municipalityNumber: fc.constantFrom(...MUNICIPALITIES),
  eventId: fc.oneof({ weight: 8, arbitrary: late(({ told }, number) => nth(told, number)?.eventId) }, { weight: 1, arbitrary: fc.uuid() }),
  asOf: days,
  from: fc.constantFrom('2017-01-01', '2018-02-19', '2020-01-01', '2026-02-04'),
  to: fc.constantFrom('2018-02-19', '2020-12-31', '2026-02-03', '2016-12-31'),
  date: fc.oneof(days, fc.constantFrom('2026-02-03T09:00:00Z')),
  knownAt,
  knownFrom: knownAt,
  changedSince: knownAt,
  'Last-Event-ID': positions,
  minPosition: reached,
  'Registry-Min-Position': reached,
  wait: fc.constantFrom('0', '-1', '61', '1e1', '٠'),
  after: fc.oneof(late(({ cursors }, number) => nth(cursors, number)), positions),
  solution: fc.constantFrom(['digisos'], ['kjernejournal'], ['digisos', 'kjernejournal'], ['not-there']),
  programme: fc.constantFrom(['digisos-programmet'], ['velferdsteknologiprogrammet'], ['not-there']),
  municipality: listOf(MUNICIPALITIES),
  county: fc.oneof(listOf(['03', '46']), listOf(COUNTIES)),
  owner: listOf(ORGANISATIONS),
  supplier: listOf(ORGANISATIONS),
  premiseGiver: listOf(ORGANISATIONS),
  commissioner: listOf(ORGANISATIONS),
  usedBy: fc.constantFrom(...MUNICIPALITIES),
  capability: fc.constantFrom('innsyn', 'soknad', 'not-there'),
  q: fc.constantFrom('digi', 'Oslo', 'ø', 'a b', '%', '_', '😀'),
  'Idempotency-Key': fc.constantFrom(...KEYS),
  'Accept-Language': fc.constantFrom('nn', 'en-GB, nb;q=0.5', '*', 'fr', 'nb;q=0', ';;;'),
  'If-None-Match': fc.constantFrom('*', '"0"', 'W/"x"', '"a", "b"', 'nothing', '"'),
  'Registry-Consumer': fc.constantFrom('0192:994598759', '0192:889640782', '0192:971032146', '0192:958935420', '0192:974760673'),
  'Registry-Supplier': fc.constantFrom('0192:971032146', '0192:994598759'),
}; // prettier-ignore

const organisation = fc.constantFrom(...ORGANISATIONS);
const unregistered = fc.integer({ min: 80_000_000, max: 99_999_990 }).map(organisationNumbered);

/** By the name of a member of a body. */
export const MEMBERS: Known = {
  effectiveFrom: days,
  confirmedAt: days,
  organisationNumber: fc.oneof({ weight: 6, arbitrary: organisation }, { weight: 1, arbitrary: unregistered }),
  payer: fc.option(organisation),
  currency: fc.constantFrom('NOK', 'NOK', 'NOK', 'DKK', 'XXQ'),
  programmeId: fc.option(fc.constantFrom('digisos-programmet', 'velferdsteknologiprogrammet', 'not-there')),
  capability: fc.constantFrom(null, null, null, 'innsyn', 'not-there'),
  numbers: fc.oneof(listOf(['0301', '1103', '5001']), listOf(MUNICIPALITIES), listOf(COUNTIES), listOf(['03', '11'])),
  owners: fc.oneof(
    organisation.map((organisationNumber) => [{ organisationNumber }]),
    fc.constantFrom(5_000, 4_999).map((rest) => [{ organisationNumber: ORGANISATIONS[1], shareBasisPoints: 5_000 }, { organisationNumber: ORGANISATIONS[2], shareBasisPoints: rest }]),
  ),
}; // prettier-ignore

/** A new organisation has a number that nobody has yet. */
export const REGISTERED: Known = {
  organisationNumber: fc.oneof({ weight: 4, arbitrary: unregistered }, { weight: 1, arbitrary: organisation }),
};
