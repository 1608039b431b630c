import { countiesOn, type Municipality, municipalityOn } from '../../domain/municipality/graph.ts';
import { checkMunicipality } from '../../domain/municipality/validity.ts';
import { NONE } from '../../projections/lists/select.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { rejectedParameter } from '../problems/from-rejection.ts';
import { organisationNotKnown, programmeNotKnown, solutionNotKnown } from '../problems/not-known.ts';
import { violationsProblem } from '../problems/problem.ts';
import { checkRegisterDate } from './moment.ts';

/*
 * A filter that names what is not there would give an empty list, and that reads as «nothing fits». So it is refused, with 422 as a body
 * that names it: an empty list is only for what is there and has nothing.
 */

/** The codes of filters, by the name of their parameter. */
type Filters = Readonly<Record<string, readonly string[] | undefined>>;

interface Named {
  readonly code: 'unknown-solution' | 'unknown-organisation' | 'unknown-programme' | 'unknown-county';
  readonly isKnown: (code: string) => boolean;
  /** What is wrong with one code, and what there is instead. */
  readonly wrong: (code: string) => string;
  readonly remedy: string;
  readonly members: (code: string) => object;
}

/** Of many unknown codes, a few show what is wrong with all. */
const MOST_NAMED = 5;

function check(filters: Filters, { code, isKnown, wrong, remedy, members }: Named): void {
  const unknown = Object.entries(filters).map(([parameter, codes = []]) => ({
    parameter,
    codes: codes.filter((one) => one !== NONE && !isKnown(one)),
  }));
  const first = unknown.flatMap(({ codes }) => codes)[0];
  if (first === undefined) return;
  const errors = unknown
    .filter(({ codes }) => codes.length > 0)
    .map(({ parameter, codes }) => {
      const more = codes.length > MOST_NAMED ? [`${codes.length - MOST_NAMED} more likewise`] : [];
      const message = [...codes.slice(0, MOST_NAMED).map(wrong), ...more, remedy].join('; ');
      return { pointer: null, parameter, rule: code, message };
    });
  throw violationsProblem(code, errors, { members: members(first) });
}

/** @throws Problem unknown-solution */
export function checkSolutions({ models }: Registry, solution: readonly string[] | undefined, { knownAt }: ResolvedMoment): void {
  check(
    { solution },
    {
      code: 'unknown-solution',
      isKnown: (id) => models.solutions.get(id, knownAt) !== undefined,
      wrong: (id) => solutionNotKnown(models, id),
      remedy: '/v1/solutions lists those that are',
      members: (solutionId) => ({ solutionId }),
    },
  );
}

/** @throws Problem unknown-organisation */
export function checkOrganisations({ models }: Registry, filters: Filters, { knownAt }: ResolvedMoment): void {
  check(filters, {
    code: 'unknown-organisation',
    isKnown: (number) => models.organisations.get(number, knownAt) !== undefined,
    wrong: (number) => organisationNotKnown(models, number),
    remedy: '/v1/organisations lists those that are',
    members: (organisationNumber) => ({ organisationNumber }),
  });
}

/** @throws Problem unknown-programme */
export function checkProgrammes({ models }: Registry, programme: readonly string[] | undefined, { knownAt }: ResolvedMoment): void {
  check(
    { programme },
    {
      code: 'unknown-programme',
      isKnown: (id) => models.programmes.get(id, knownAt) !== undefined,
      wrong: (id) => programmeNotKnown(models, id),
      remedy: '/v1/programmes lists those that are',
      members: (programmeId) => ({ programmeId }),
    },
  );
}

/** @throws Problem unknown-county */
export function checkCounties({ models }: Registry, county: readonly string[] | undefined, { asOf, knownAt }: ResolvedMoment): void {
  const known = countiesOn(models.municipalities.graph(knownAt), asOf).map(({ number }) => number);
  check(
    { county },
    {
      code: 'unknown-county',
      isKnown: (number) => known.some((one) => one === number),
      wrong: (number) => `county ${number} does not exist on ${asOf}`,
      remedy: known.length === 0 ? 'no county was in the register at knownAt' : `those that do are ${known.join(', ')}`,
      members: (countyNumber) => ({ countyNumber, known }),
    },
  );
}

/** The municipality that a filter names, on the date. @throws Problem before-register, unknown-municipality, municipality-not-valid-on-date */
export function municipalityNamed(
  { models }: Registry,
  number: string,
  parameter: string,
  { asOf, knownAt }: ResolvedMoment,
): Municipality {
  checkRegisterDate(asOf);
  const graph = models.municipalities.graph(knownAt);
  const municipality = municipalityOn(graph, number, asOf);
  if (municipality !== undefined) return municipality;
  const [rejection] = checkMunicipality(graph, number, asOf, null);
  if (rejection === undefined) throw new Error(`municipality ${number} is neither there on ${asOf} nor refused`);
  throw rejectedParameter(rejection, parameter);
}
