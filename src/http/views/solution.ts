import { isStale } from '../../domain/adoption/coverage.ts';
import { reachedOn } from '../../domain/adoption/inheritance.ts';
import { reaches } from '../../domain/adoption/stage.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import { municipalitiesOn } from '../../domain/municipality/graph.ts';
import {
  costsKnown,
  descriptionFact,
  descriptionOn,
  type Moment,
  ownersOn,
  phaseOn,
  roleOn,
  suppliersOn,
  targetGroupOn,
} from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { statusReasons, type Use } from '../../domain/solution/status.ts';
import { NEVER } from '../../domain/position.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { factKind } from './fact-content.ts';
import { organisationReference } from './organisation.ts';
import { recordedId } from './recorded-id.ts';

/** What stands of a solution on a date: description, phase, target group, owners, roles, suppliers and costs, with the facts behind. */
export function solutionView(solution: Solution, moment: Moment, models: ReadModels) {
  const { names, description, programmeId, capabilities, confirmationMonths } = descriptionOn(solution, moment);
  const phase = phaseOn(solution, moment);
  const owners = ownersOn(solution, moment);
  const premiseGiver = roleOn(solution, 'premise-giver', moment);
  const commissioner = roleOn(solution, 'commissioner', moment);
  const suppliers = suppliersOn(solution, moment);
  const targetGroup = targetGroupOn(solution, moment);
  const inForce = [descriptionFact(solution, moment), phase, targetGroup, owners, premiseGiver, commissioner, ...suppliers];

  const inRole = (role: typeof premiseGiver) => {
    const number = role?.value.data.organisationNumber ?? null;
    return number === null ? null : organisationReference(models, number);
  };

  return {
    id: solution.id,
    names,
    description,
    programmeId,
    capabilities,
    confirmationMonths,
    phase: phase?.value.data.phase ?? null,
    targetGroup: targetGroup ? targetGroupView(targetGroup.value.data.group) : null,
    owners: (owners?.value.data.owners ?? []).map(({ organisationNumber, shareBasisPoints }) => ({
      ...organisationReference(models, organisationNumber),
      shareBasisPoints,
    })),
    premiseGiver: inRole(premiseGiver),
    commissioner: inRole(commissioner),
    suppliers: suppliers.map(({ value: { data } }) => ({
      responsibility: data.responsibility,
      ...organisationReference(models, data.organisationNumber),
    })),
    costs: costsKnown(solution, moment.knownAt).map((fact) => {
      const { fiscalYear, kind, estimate, payer, amount, priceLevelYear } = fact.value.data;
      return { fiscalYear, kind, estimate, payer, amount, priceLevelYear, eventId: recordedId(fact) };
    }),
    factsInForce: inForce.flatMap((fact) => {
      const eventId = fact ? recordedId(fact) : null;
      return fact && eventId !== null ? [{ eventId, type: factKind(fact.value), effectiveFrom: fact.effectiveFrom }] : [];
    }),
  };
}

type Group = NonNullable<ReturnType<typeof targetGroupOn>>['value']['data']['group'];

export const targetGroupView = (group: Group) => ({ kind: group.kind, numbers: group.kind === 'all' ? [] : [...group.numbers] });

export const solutionSummary = (solution: Solution, moment: Moment) => {
  const { names, programmeId } = descriptionOn(solution, moment);
  return { id: solution.id, names, programmeId, phase: phaseOn(solution, moment)?.value.data.phase ?? null };
};

/** What stands, what is in use, and what is to be said of it. */
export function statusView(solution: Solution, moment: Moment, models: ReadModels) {
  const use = useOn(solution, moment, models);
  const reasons = statusReasons(solution, moment, use, (number) => models.organisations.sectorOf(number, NEVER));
  const adoption = use && {
    municipalities: municipalitiesOn(models.municipalities.graph(moment.knownAt), moment.asOf).length,
    inUse: use.inUse.length,
    stale: use.inUse.filter(({ stale }) => stale).length,
  };
  return { ...solutionView(solution, moment, models), adoption, reasons };
}

/** The municipalities that use the solution, or any capability of it, on a date; by the majority where they merged. */
function useOn(solution: Solution, { asOf, knownAt }: Moment, models: ReadModels): Use | null {
  if (asOf < REGISTER_BEGINS) return null;
  const { confirmationMonths } = descriptionOn(solution, { asOf, knownAt });
  const timelines = models.adoptions
    .capabilitiesReported(solution.id, knownAt)
    .map((capability) => models.adoptions.reportsOf(solution.id, capability, knownAt));
  const inUse = municipalitiesOn(models.municipalities.graph(knownAt), asOf).flatMap((municipality) => {
    const standings = timelines
      .map((reportOn) => reachedOn(municipality, asOf, reportOn))
      .filter(({ stages }) => reaches(stages.majority, 'in-use'));
    if (standings.length === 0) return [];
    const facts = [...new Set(standings.flatMap((standing) => standing.facts))];
    return [
      {
        municipalityNumber: municipality.number,
        facts,
        stale: standings.some(({ confirmedAt }) => isStale(confirmedAt, confirmationMonths, asOf)),
      },
    ];
  });
  return { inUse };
}
