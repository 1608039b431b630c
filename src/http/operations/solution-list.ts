import { usesOn } from '../../projections/use.ts';
import { type SolutionAspect, type SolutionKey, solutionList } from '../../projections/lists/solutions.ts';
import { type List, NONE } from '../../projections/lists/select.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { type ReasonCode, REASONS } from '../../domain/solution/status.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkOrganisations, checkProgrammes, municipalityNamed } from '../asked/filters.ts';
import type { Input } from '../contract/handlers.ts';
import { parameterProblem, type Problem } from '../problems/problem.ts';

type Query = Input<'listSolutions'>['query'];

/** The solutions that a query chooses from, once what its filters name is there. @throws Problem 400, 422 */
export function solutionListAt(registry: Registry, query: Query, moment: ResolvedMoment): List<Solution, SolutionAspect, SolutionKey> {
  const { owner, supplier, premiseGiver, commissioner, programme, responsibility = null, lang, usedBy, reason = [], facets = [] } = query;
  checkOrganisations(registry, { owner, supplier, premiseGiver, commissioner }, moment);
  checkProgrammes(registry, programme, moment);
  if (responsibility !== null && supplier === undefined && !facets.includes('supplier')) throw aboutNothing();
  const wanted = reason.filter((code) => code !== NONE);
  const reasons = new Set<ReasonCode>(facets.includes('reason') || reason.includes(NONE) ? REASONS : wanted);
  const list = solutionList(registry.models, moment, { responsibilities: responsibility, language: lang, reasons });
  if (usedBy === undefined) return list;
  const municipality = municipalityNamed(registry, usedBy, 'usedBy', moment);
  return { ...list, belongs: (solution) => usesOn(municipality, solution, moment, registry.models) };
}

function aboutNothing(): Problem {
  const message = 'responsibility says which suppliers are meant: give it together with supplier, or with supplier among the facets';
  return parameterProblem('invalid-request', 'responsibility', message, { rule: 'dependentRequired' });
}
