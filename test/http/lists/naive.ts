import type { Schemas } from '../service.ts';

/*
 * Lists of solutions as a person would make them with pencil and paper: everything that was recorded, in the order in which it was, and one
 * question asked of each solution after the other. Nothing in this file comes from src/.
 */

export type Phase = Schemas['Phase'];
type Responsibility = Schemas['Responsibility'];
export const PHASES: readonly Phase[] = ['idea', 'concept', 'pre-project', 'procurement', 'development', 'pilot', 'roll-out', 'operation', 'phase-out', 'retired']; // prettier-ignore
export const RESPONSIBILITIES: readonly Responsibility[] = ['development', 'management', 'operation', 'maintenance', 'support'];

/** What was recorded about a solution, with where the log has it. */
export type Told = { readonly position: number; readonly solution: string } & (
  | { readonly kind: 'description'; readonly from: string; readonly names: Schemas['Names']; readonly description: string | null; readonly programme: string | null }
  | { readonly kind: 'phase'; readonly from: string; readonly phase: Phase }
  | { readonly kind: 'owners'; readonly from: string; readonly numbers: readonly string[] }
  | { readonly kind: 'premise-giver' | 'commissioner'; readonly from: string; readonly number: string | null }
  | { readonly kind: Responsibility; readonly from: string; readonly number: string | null }
); // prettier-ignore

export interface Question {
  readonly asOf: string;
  readonly knownAt: number;
  readonly changedSince: number | null;
  readonly filters: Readonly<Partial<Record<Aspect, readonly string[]>>>;
  readonly responsibility: readonly string[] | null;
  readonly words: readonly string[];
  readonly sort: string;
  readonly lang: 'nb' | 'nn' | 'en';
  readonly facets: readonly Aspect[];
}

export const ASPECTS = ['phase', 'owner', 'supplier', 'premiseGiver', 'commissioner', 'programme', 'status', 'reason'] as const;
export type Aspect = (typeof ASPECTS)[number];

const numberOf = (told: Told | undefined): string | null => (told !== undefined && 'number' in told ? told.number : null);

/** What stands of a solution: the last word on a day, of those that were known. */
export function standing(told: readonly Told[], solution: string, { asOf, knownAt }: Pick<Question, 'asOf' | 'knownAt'>) {
  const known = told.filter((one) => one.solution === solution && one.position <= knownAt && one.from <= asOf);
  const last = (kind: Told['kind']) =>
    known
      .filter((one) => one.kind === kind)
      .toSorted((a, b) => (a.from === b.from ? a.position - b.position : a.from < b.from ? -1 : 1))
      .at(-1);
  const supplied = RESPONSIBILITIES.flatMap((responsibility) => {
    const number = numberOf(last(responsibility));
    return number === null ? [] : [{ responsibility, number }];
  });
  const described = last('description');
  const [phase, owners] = [last('phase'), last('owners')];
  if (described?.kind !== 'description') throw new Error(`${solution} is not described`);
  return {
    id: solution,
    described,
    phase: phase?.kind === 'phase' ? phase.phase : null,
    asOf,
    owners: owners?.kind === 'owners' ? owners.numbers : [],
    supplied,
    premiseGiver: numberOf(last('premise-giver')),
    commissioner: numberOf(last('commissioner')),
    changed: Math.max(...told.filter((one) => one.solution === solution && one.position <= knownAt).map(({ position }) => position)),
  };
}
type Standing = ReturnType<typeof standing>;

/** The findings, where nobody has adopted anything. */
function reasonsOf({ asOf, phase, owners, supplied, premiseGiver, commissioner }: Standing, directorates: readonly string[]): string[] {
  const suppliers = supplied.map(({ number }) => number);
  return Object.entries({
    'no-owner': owners.length === 0,
    'no-supplier-for-operation': !supplied.some(({ responsibility }) => responsibility === 'operation'),
    'premise-giver-is-supplier': premiseGiver !== null && suppliers.includes(premiseGiver),
    'commissioner-is-supplier': commissioner !== null && suppliers.includes(commissioner),
    'premise-giver-is-commissioner': premiseGiver !== null && premiseGiver === commissioner,
    'supplier-is-directorate': suppliers.some((number) => directorates.includes(number)),
    'no-phase': phase === null,
    // Nothing is known of municipalities before the register begins.
    'in-operation-without-adoption': phase === 'operation' && asOf >= '2017-01-01',
  }).flatMap(([code, holds]) => (holds ? [code] : []));
}

const LETTERS: Readonly<Record<string, string>> = { é: 'e', ä: 'æ', ö: 'ø', č: 'c', á: 'a' };
const plain = (text: string): string =>
  Array.from(text.toLowerCase())
    .map((letter) => LETTERS[letter] ?? letter)
    .join('');

const finds = ({ id, described: { names, description } }: Standing, words: readonly string[]): boolean => {
  const all = [id, names.nb, names.nn, names.en, description].flatMap((text) => plain(text ?? '').split(/[ –-]/));
  return words.every((word) => all.some((one) => one.startsWith(plain(word))));
};

const nameOf = ({ described: { names } }: Standing, lang: Question['lang']): string => names[lang] ?? names.nb;
const present = <Value>(value: Value | null): Value[] => (value === null ? [] : [value]);

/** The ids of the solutions that fit, in their order, and the counts of every facet. */
export function naiveList(told: readonly Told[], directorates: readonly string[], question: Question) {
  const { knownAt, changedSince, filters, responsibility, words, sort, lang, facets } = question;
  const ids = [...new Set(told.filter(({ position }) => position <= knownAt).map(({ solution }) => solution))].sort();
  const all = ids.map((id) => standing(told, id, question));
  const codesOf = (one: Standing): Record<Aspect, string[]> => {
    const reason = reasonsOf(one, directorates);
    const suppliers = one.supplied.filter((supplied) => responsibility === null || responsibility.includes(supplied.responsibility));
    return {
      phase: present(one.phase),
      owner: [...one.owners],
      supplier: [...new Set(suppliers.map(({ number }) => number))],
      premiseGiver: present(one.premiseGiver),
      commissioner: present(one.commissioner),
      programme: present(one.described.programme),
      status: [reason.length > 0 ? 'findings' : 'clear'],
      reason,
    };
  };
  const passes = (one: Standing, but: Aspect | null): boolean =>
    (changedSince === null || one.changed > changedSince) &&
    finds(one, words) &&
    ASPECTS.every((aspect) => {
      const asked = filters[aspect];
      if (asked === undefined || aspect === but) return true;
      const codes = codesOf(one)[aspect];
      return codes.length === 0 ? asked.includes('-') : codes.some((code) => asked.includes(code));
    });

  const collator = new Intl.Collator('nb');
  const descending = sort.startsWith('-');
  const rankOf = ({ phase }: Standing): number => (phase === null ? Infinity : PHASES.indexOf(phase) * (descending ? -1 : 1));
  const compare: Record<string, (a: Standing, b: Standing) => number> = {
    id: (a, b) => (a.id < b.id ? -1 : 1) * (descending ? -1 : 1),
    name: (a, b) => collator.compare(nameOf(a, lang), nameOf(b, lang)) * (descending ? -1 : 1),
    phase: (a, b) => (rankOf(a) === rankOf(b) ? 0 : rankOf(a) - rankOf(b)),
    changed: (a, b) => (a.changed - b.changed) * (descending ? -1 : 1),
  };
  const key = sort.replace('-', '');
  const rows = all.filter((one) => passes(one, null)).sort((a, b) => compare[key]?.(a, b) || (a.id < b.id ? -1 : 1));

  const counts = facets.map((facet) => {
    const values: Record<string, number> = {};
    for (const one of all.filter((candidate) => passes(candidate, facet))) {
      const codes = codesOf(one)[facet];
      for (const code of codes.length === 0 ? ['-'] : codes) values[code] = (values[code] ?? 0) + 1;
    }
    return [facet, values] as const;
  });
  return { ids: rows.map(({ id }) => id), facets: Object.fromEntries(counts) };
}
