import { expect } from '@jest/globals';
import type { Service } from '../service.ts';
import { MUNICIPALITIES } from './commands.ts';
import { contentOf, type Fact, type Model, ownerOn, standing, supplierOn } from './model.ts';

/** From 2020 to 2023 there were as many municipalities. */
const ALL = 356;
const IN_USE = ['in-use', 'established'];

/** What the registry says of a run's solutions on a date, as known after some events, and what the model says. */
export async function agrees(service: Service, solutions: readonly string[], model: Model, position: number, asOf: string): Promise<void> {
  const knownAt = `${service.store.logId}~${position}`;
  const read = async (path: string): Promise<Read> => {
    const { status, text } = await service.get(`${path}${path.includes('?') ? '&' : '?'}asOf=${asOf}&knownAt=${knownAt}`);
    return { status, body: JSON.parse(text) as Read['body'] };
  };
  const listed = (await read('/v1/solutions?limit=1000&phase=operation')).body['items'] as { id: string }[];
  for (const id of solutions) {
    const expected = model.solutions.has(id) ? solutionOf(model, id, asOf) : 'unknown';
    expect({ id, asOf, position, is: await solutionIn(read, id) }).toEqual({ id, asOf, position, is: expected });
    const inOperation = model.solutions.has(id) && phaseOf(model, id, asOf) === 'operation';
    expect([id, listed.some((one) => one.id === id)]).toEqual([id, inOperation]);
    if (!model.solutions.has(id)) continue;
    expect({ id, asOf, position, are: await adoptionsIn(read, id) }).toEqual({ id, asOf, position, are: adoptionsOf(model, id, asOf) });
    expect({ id, asOf, position, is: await coverageIn(read, id) }).toEqual({ id, asOf, position, is: coverageOf(model, id, asOf) });
    expect({ id, asOf, position, is: await historyIn(read, id) }).toEqual({ id, asOf, position, is: historyOf(model, id, asOf) });
  }
}

interface Read {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
type Reader = (path: string) => Promise<Read>;

const factOn = (model: Model, kind: Fact['kind'], solution: string, asOf: string, municipality: string | null = null): Fact | undefined =>
  standing(model, { kind, solution, municipality }, asOf);
const phaseOf = (model: Model, id: string, asOf: string): unknown => {
  const fact = factOn(model, 'phase-changes', id, asOf);
  return fact === undefined ? null : contentOf(fact)['phase'];
};
const targetOf = (model: Model, id: string, asOf: string): readonly string[] | null => {
  const fact = factOn(model, 'target-group-changes', id, asOf);
  return fact === undefined ? null : ((contentOf(fact)['numbers'] as string[] | undefined) ?? []);
};

async function solutionIn(read: Reader, id: string): Promise<unknown> {
  const { status, body } = await read(`/v1/solutions/${id}/status`);
  if (status === 404) return 'unknown';
  const { names, phase, owners, suppliers, costs, targetGroup, reasons, adoption } = body as { names: { nb: string }; phase: unknown; owners: { organisationNumber: string }[]; suppliers: { organisationNumber: string }[]; costs: { amount: { amount: number } }[]; targetGroup: { numbers: string[] } | null; reasons: { code: string }[]; adoption: { inUse: number } }; // prettier-ignore
  return {
    name: names.nb,
    phase,
    owner: owners[0]?.organisationNumber,
    supplier: suppliers[0]?.organisationNumber,
    cost: costs[0]?.amount.amount,
    targetGroup: targetGroup && targetGroup.numbers,
    inUse: adoption.inUse,
    reasons: reasons.map(({ code }) => code).filter((code) => SIMPLE.includes(code)),
  };
}
/** The reasons that follow from what a run can record; others are about roles and sectors. */
const SIMPLE = ['no-owner', 'no-supplier-for-operation', 'no-phase', 'in-operation-without-adoption'];

function solutionOf(model: Model, id: string, asOf: string): unknown {
  const cost = factOn(model, 'cost-updates', id, asOf);
  const inUse = adoptionsOf(model, id, asOf).filter(({ stage }) => IN_USE.includes(String(stage))).length;
  const [owner, supplier, phase] = [ownerOn(model, id, asOf), supplierOn(model, id, asOf), phaseOf(model, id, asOf)];
  const isTrue = [owner === undefined, supplier === undefined, phase === null, phase === 'operation' && inUse === 0];
  const amount = cost && (contentOf(cost)['amount'] as { amount: number }).amount;
  return { name: model.solutions.get(id), phase, owner, supplier, cost: amount, targetGroup: targetOf(model, id, asOf), inUse, reasons: SIMPLE.filter((_, index) => isTrue[index]) }; // prettier-ignore
}

interface Reported {
  readonly municipality: string;
  readonly stage: unknown;
  readonly since: unknown;
  readonly by: unknown;
}

async function adoptionsIn(read: Reader, id: string): Promise<Reported[]> {
  type Adoption = { municipalityNumber: string; stage: unknown; since: unknown; report: { eventId: string } | null };
  const shown = ({ municipalityNumber, stage, since, report }: Adoption): Reported => ({ municipality: municipalityNumber, stage, since, by: report && report.eventId }); // prettier-ignore
  const { items } = (await read(`/v1/solutions/${id}/adoptions`)).body as { items: Adoption[] };
  for (const municipality of MUNICIPALITIES) {
    const one = (await read(`/v1/solutions/${id}/adoptions/${municipality}`)).body as unknown as Adoption;
    const inList = items.find(({ municipalityNumber }) => municipalityNumber === municipality);
    expect(shown(one)).toEqual(inList === undefined ? { municipality, stage: null, since: null, by: null } : shown(inList));
  }
  return items.map(shown);
}

const adoptionsOf = (model: Model, id: string, asOf: string): Reported[] =>
  MUNICIPALITIES.flatMap((municipality) => {
    const fact = factOn(model, 'reports', id, asOf, municipality);
    return fact === undefined
      ? []
      : [{ municipality, stage: contentOf(fact)['stage'], since: contentOf(fact)['effectiveFrom'], by: fact.id }];
  });

async function coverageIn(read: Reader, id: string): Promise<unknown> {
  const { municipalities } = (await read(`/v1/solutions/${id}/coverage`)).body as { municipalities: Record<string, unknown> };
  const { items } = (await read(`/v1/solutions/${id}/coverage/municipalities`)).body as { items: { municipalityNumber: string; reached: boolean }[] }; // prettier-ignore
  const { numerator, denominator, unknown, outsideTargetGroup, inherited } = municipalities;
  const reached = items.filter((one) => one.reached).map(({ municipalityNumber }) => municipalityNumber);
  return { numerator, denominator, unknown, outsideTargetGroup, inherited, rows: items.length, reached };
}

function coverageOf(model: Model, id: string, asOf: string): unknown {
  const target = targetOf(model, id, asOf);
  const isFor = (municipality: string): boolean => target === null || target.length === 0 || target.includes(municipality);
  const [inside, outside] = [true, false].map((member) => adoptionsOf(model, id, asOf).filter(({ municipality }) => isFor(municipality) === member)) as [Reported[], Reported[]]; // prettier-ignore
  const reached = ({ stage }: Reported): boolean => IN_USE.includes(String(stage));
  const denominator = target === null || target.length === 0 ? ALL : target.length;
  const numerator = inside.filter(reached).length;
  const outsideTargetGroup = outside.filter(reached).length;
  return { numerator, denominator, unknown: denominator - inside.length, outsideTargetGroup, inherited: 0, rows: denominator, reached: inside.filter(reached).map(({ municipality }) => municipality) }; // prettier-ignore
}

async function historyIn(read: Reader, id: string): Promise<unknown> {
  type Entry = { eventId: string; type: string; standing: string; fact: Record<string, unknown>; corrections: { eventId: string }[]; annulment: { eventId: string } | null }; // prettier-ignore
  const { items } = (await read(`/v1/solutions/${id}/history?limit=1000`)).body as { items: Entry[] };
  const facts = items.filter(({ type }) => type !== 'solution-registration');
  return facts.map(({ eventId, standing: stands, fact, corrections, annulment }) => ({ eventId, stands, from: fact['effectiveFrom'], corrections: corrections.map((one) => one.eventId), annulledBy: annulment && annulment.eventId })); // prettier-ignore
}

function historyOf(model: Model, id: string, asOf: string): unknown {
  const facts = [...model.facts.values()].filter(({ solution }) => solution === id);
  return facts.map((fact) => {
    const from = contentOf(fact)['effectiveFrom'] as string | undefined;
    const inForce = standing(model, fact, asOf)?.id === fact.id;
    const stands = fact.annulledBy !== null ? 'annulled' : inForce ? 'in-force' : from !== undefined && from > asOf ? 'not-yet' : 'superseded'; // prettier-ignore
    return {
      eventId: fact.id,
      stands,
      from,
      corrections: fact.versions.slice(1).map(({ eventId }) => eventId),
      annulledBy: fact.annulledBy,
    };
  });
}
