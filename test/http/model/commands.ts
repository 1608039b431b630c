import fc, { type Arbitrary } from 'fast-check';

/** Who acts: the national supplier function, one that may become an owner or a supplier, and a municipality of its own. */
export const [NHN, KS, NAV, OSLO] = ['994598759', '971032146', '889640782', '958935420'] as const;
/** None of them changed from 2020 to 2023. */
export const MUNICIPALITIES = ['0301', '1103', '4601', '5001'] as const;
const DATES = ['2020-03-01', '2021-05-05', '2022-07-07', '2030-01-01'] as const;

export const KINDS = [
  'phase-changes',
  'ownership-changes',
  'supplier-assignments',
  'supplier-releases',
  'target-group-changes',
  'cost-updates',
  'reports',
] as const;
export type Kind = (typeof KINDS)[number];
export type Body = Readonly<Record<string, unknown>>;

/** What somebody wants, of a solution by its number in the run; a fact by its number among those that were answered. */
export type Wish =
  | { readonly what: 'register'; readonly solution: number; readonly body: Body }
  | { readonly what: 'record'; readonly solution: number; readonly municipality: string; readonly kind: Kind; readonly body: Body }
  | { readonly what: 'correct'; readonly fact: number; readonly date: string; readonly value: number }
  | { readonly what: 'annul'; readonly fact: number };

/** A wish, and how it is sent. */
export interface Asked {
  readonly wish: Wish;
  readonly consumer: string;
  /** One of its own, one that others use too, or none. */
  readonly key: 'own' | 'shared' | null;
  readonly ifMatch: 'current' | 'before' | null;
  readonly dryRun: boolean;
  /** Where the client loses the answer: a connection cut after sending, after so many turns, or an answer that never arrives. Only with a key. */
  readonly loss: { readonly after: number } | 'dropped' | null;
}

/** The body of a kind of fact, with one of three contents from one of four dates. */
export function bodyOf(kind: Kind, effectiveFrom: string, value: number): Body {
  const organisationNumber = [KS, NAV, NHN][value];
  switch (kind) {
    case 'phase-changes':
      return { effectiveFrom, phase: ['pilot', 'roll-out', 'operation'][value] };
    case 'ownership-changes':
      return { effectiveFrom, owners: [{ organisationNumber }] };
    case 'supplier-assignments':
      return { effectiveFrom, responsibility: 'operation', organisationNumber };
    case 'supplier-releases':
      return { effectiveFrom, responsibility: 'operation' };
    case 'target-group-changes':
      return value === 0 ? { effectiveFrom, kind: 'all' } : { effectiveFrom, kind: 'municipalities', numbers: MUNICIPALITIES.slice(value) };
    case 'cost-updates':
      return { fiscalYear: 2024, kind: 'operation', estimate: 'actual', amount: { amount: value, currency: 'NOK' }, priceLevelYear: 2024 };
    case 'reports':
      return { effectiveFrom, stage: ['planned', 'in-use', 'established'][value], source: 'municipality' };
  }
}

const solution = fc.constantFrom(0, 0, 0, 1);
const value = fc.nat(2);
const date = fc.constantFrom(...DATES);
const record = fc
  .tuple(fc.constantFrom(...KINDS, 'reports' as const, 'reports' as const), date, value, solution, fc.constantFrom(...MUNICIPALITIES))
  .map(([kind, from, content, of, municipality]): Wish => ({ what: 'record', solution: of, municipality, kind, body: bodyOf(kind, from, content) })); // prettier-ignore
const register = fc.tuple(solution, fc.constantFrom('Alfa', 'Beta')).map(([of, nb]): Wish => ({ what: 'register', solution: of, body: { names: { nb } } })); // prettier-ignore

const wish: Arbitrary<Wish> = fc.oneof(
  { weight: 2, arbitrary: register },
  { weight: 10, arbitrary: record },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('correct' as const), fact: fc.nat(20), date, value }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('annul' as const), fact: fc.nat(20) }) },
);

const asked: Arbitrary<Asked> = fc.record({
  wish,
  consumer: fc.constantFrom(NHN, NHN, NHN, KS, OSLO),
  key: fc.constantFrom('own' as const, 'own' as const, 'shared' as const, null),
  ifMatch: fc.constantFrom('current' as const, 'current' as const, 'current' as const, 'before' as const, null),
  dryRun: fc.nat(7).map((number) => number === 7),
  loss: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant('dropped' as const) },
    { weight: 1, arbitrary: fc.record({ after: fc.nat(8) }) },
  ),
});

const first: Asked = { wish: { what: 'register', solution: 0, body: { names: { nb: 'Alfa' } } }, consumer: NHN, key: 'own', ifMatch: null, dryRun: false, loss: null }; // prettier-ignore

/** Rounds of requests: those of one round are sent at once, each by a client of its own. One solution is there from the first. */
export const runs: Arbitrary<Asked[][]> = fc
  .array(fc.array(asked, { minLength: 3, maxLength: 7, size: 'max' }), { minLength: 12, maxLength: 20, size: 'max' })
  .map((rounds) => [[first], ...rounds]);
