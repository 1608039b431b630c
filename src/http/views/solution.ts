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
  supplyFactsOn,
  targetGroupOn,
} from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { statusReasons } from '../../domain/solution/status.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { useOn } from '../../projections/use.ts';
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
  const inForce = [
    descriptionFact(solution, moment),
    phase,
    targetGroup,
    owners,
    premiseGiver,
    commissioner,
    ...supplyFactsOn(solution, moment),
  ];

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
  const reasons = statusReasons(solution, moment, use, (number) => models.organisations.sectorOf(number));
  const adoption = use && {
    municipalities: municipalitiesOn(models.municipalities.graph(moment.knownAt), moment.asOf).length,
    inUse: use.inUse.length,
    stale: use.inUse.filter(({ stale }) => stale.length > 0).length,
  };
  return { ...solutionView(solution, moment, models), adoption, reasons };
}
