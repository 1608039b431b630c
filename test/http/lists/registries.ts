import fc from 'fast-check';
import { organisationNumbered, recorded } from '../sector.ts';
import type { Answer, Service } from '../service.ts';
import { ASPECTS, PHASES, type Question, RESPONSIBILITIES, type Told } from './naive.ts';

/** Who can be anything to a solution in these registries. */
export const ORGANISATIONS = [91_000_010, 91_000_020, 91_000_030, 91_000_040].map(organisationNumbered);
export const DIRECTORATES = ORGANISATIONS.slice(0, 1);
const PROGRAMMES = ['alfa', 'beta'];
const DAYS = ['2015-01-01', '2018-01-01', '2018-06-30', '2020-01-01', '2030-01-01'];
const WORDS = ['Ål', 'Al', 'Søknad', 'Sok', 'Idé', 'Ide', 'Ärlig', 'Ærlig', 'Öst', 'Østre', 'Ås', 'Aas', 'Čáhput', 'e-helse', 'Zoo'];

const day = fc.constantFrom(...DAYS);
const organisation = fc.constantFrom(...ORGANISATIONS);
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const names = fc.record({ nb: text, nn: fc.option(text), en: fc.option(text) });
const described = fc.record({ names, description: fc.option(text), programme: fc.option(fc.constantFrom(...PROGRAMMES)) });

/** What is to be recorded of a solution: its registration, and facts of all kinds on any days. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('description' as const), from: day, described }),
  fc.record({ kind: fc.constant('phase' as const), from: day, phase: fc.constantFrom(...PHASES) }),
  fc.record({ kind: fc.constant('owners' as const), from: day, numbers: fc.uniqueArray(organisation, { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constantFrom('premise-giver' as const, 'commissioner' as const), from: day, number: fc.option(organisation) }),
  fc.record({ kind: fc.constantFrom(...RESPONSIBILITIES), from: day, number: organisation }),
);
export const plans = fc.array(fc.record({ described, changes: fc.array(change, { maxLength: 6 }) }), { minLength: 1, maxLength: 12 });
type Plan = typeof plans extends fc.Arbitrary<infer Value> ? Value : never;

export async function registerOthers(service: Service): Promise<void> {
  for (const [index, organisationNumber] of ORGANISATIONS.entries()) {
    const sector = DIRECTORATES.includes(organisationNumber) ? 'directorate' : 'private';
    await recorded(service.post('/v1/organisations', { organisationNumber, name: `Organisasjon ${index}`, sector }));
  }
  for (const id of PROGRAMMES) await recorded(service.post('/v1/programmes', { id, names: { nb: `Program ${id}` } }));
}

const positionOf = ({ headers }: Answer): number => Number(String(headers['registry-position']).split('~')[1]);

/** Records the plans under ids that no others have, and says what was recorded where. What repeats is not recorded, and not told. */
export async function carriedOut(service: Service, prefix: string, plan: Plan): Promise<Told[]> {
  const told: Told[] = [];
  const tell = (answer: Answer, one: Omit<Told, 'position'>): void => {
    if (answer.status === 201) told.push({ ...one, position: positionOf(answer) } as Told);
    else if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  };
  for (const [index, { described: first }] of plan.entries()) {
    const id = `${prefix}-${index}`;
    const { programme, ...rest } = first;
    const answer = await service.post('/v1/solutions', { id, ...rest, programmeId: programme });
    tell(answer, { kind: 'description', solution: id, from: '1900-01-01', ...first } as Omit<Told, 'position'>);
  }
  for (let round = 0; round < 6; round += 1)
    for (const [index, { changes }] of plan.entries()) {
      const one = changes[round];
      if (one !== undefined) tell(...(await carryOut(service, `${prefix}-${index}`, one)));
    }
  return told;
}

async function carryOut(service: Service, id: string, one: Plan[number]['changes'][number]): Promise<[Answer, Omit<Told, 'position'>]> {
  const at = `/v1/solutions/${id}`;
  const effectiveFrom = one.from;
  const told = { solution: id, ...one };
  switch (one.kind) {
    case 'description': {
      const { programme, ...rest } = one.described;
      const answer = await service.change(`${at}/description-changes`, { effectiveFrom, ...rest, programmeId: programme });
      return [answer, { ...told, ...one.described } as Omit<Told, 'position'>];
    }
    case 'phase':
      return [await service.change(`${at}/phase-changes`, { effectiveFrom, phase: one.phase }), told];
    case 'owners': {
      const owners = one.numbers.map((organisationNumber) => ({ organisationNumber }));
      return [await service.change(`${at}/ownership-changes`, { effectiveFrom, owners }), told];
    }
    case 'premise-giver':
    case 'commissioner':
      return [await service.change(`${at}/role-changes`, { effectiveFrom, role: one.kind, organisationNumber: one.number }), told];
    default: {
      const assignment = { effectiveFrom, responsibility: one.kind, organisationNumber: one.number };
      return [await service.change(`${at}/supplier-assignments`, assignment), told];
    }
  }
}

const some = <Value>(...values: readonly Value[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 3, nil: undefined });
const number = some(...ORGANISATIONS, '-');

/** A question about a registry that has these positions. */
export const questions = (positions: readonly number[]): fc.Arbitrary<Question> =>
  fc
    .record({
      asOf: fc.constantFrom(...DAYS, '2016-06-01', '2019-06-01'),
      knownAt: fc.oneof(fc.constant(positions.at(-1) ?? 0), fc.constantFrom(...positions)),
      changedSince: fc.option(fc.constantFrom(...positions), { freq: 2 }),
      filters: fc
        .record({
          phase: maybe(some(...PHASES, '-')),
          owner: maybe(number),
          supplier: maybe(number),
          premiseGiver: maybe(number),
          commissioner: maybe(number),
          programme: maybe(some(...PROGRAMMES, '-')),
          status: fc.option(some('findings', 'clear'), { freq: 1, nil: undefined }),
          reason: maybe(
            some('no-owner', 'no-phase', 'supplier-is-directorate', 'in-operation-without-adoption', 'premise-giver-is-supplier', '-'),
          ),
        })
        // Few at a time, or nothing is left.
        .chain((all) =>
          fc
            .subarray([...ASPECTS], { maxLength: 2 })
            .map((kept) => Object.fromEntries(kept.flatMap((one) => (all[one] === undefined ? [] : [[one, all[one]]])))),
        ),
      responsibility: fc.option(some(...RESPONSIBILITIES), { freq: 2 }),
      words: fc.array(
        fc
          .tuple(fc.constantFrom(...WORDS.filter((word) => !word.includes('-'))), fc.integer({ min: 1, max: 4 }))
          .map(([word, length]) => word.slice(0, length)),
        { maxLength: 1 },
      ),
      sort: fc.constantFrom('id', '-id', 'name', '-name', 'phase', '-phase', 'changed', '-changed'),
      lang: fc.constantFrom('nb' as const, 'nn' as const, 'en' as const),
      facets: fc.subarray([...ASPECTS]),
    })
    .map((question) => ({
      ...question,
      responsibility: question.filters['supplier'] === undefined && !question.facets.includes('supplier') ? null : question.responsibility,
    }));

/** The question as a request asks it. */
export function targetOf(question: Question, logId: string, limit: number, latest: number): string {
  const { asOf, knownAt, changedSince, filters, responsibility, words, sort, lang, facets } = question;
  const query = new URLSearchParams({ asOf, sort, lang, limit: String(limit) });
  // What is known now need not be said: then it is the cursor that holds the list together.
  if (knownAt !== latest) query.set('knownAt', `${logId}~${knownAt}`);
  for (const [name, codes] of Object.entries(filters)) query.set(name, codes.join());
  if (changedSince !== null) query.set('changedSince', `${logId}~${changedSince}`);
  if (responsibility !== null) query.set('responsibility', responsibility.join());
  if (words.length > 0) query.set('q', words.join(' '));
  if (facets.length > 0) query.set('facets', facets.join());
  return `/v1/solutions?${query.toString()}`;
}
