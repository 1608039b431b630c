import type { AdoptionFact } from '../../src/domain/adoption/events.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { RegisterFact } from '../../src/domain/municipality/events.ts';
import { municipalitiesOn } from '../../src/domain/municipality/graph.ts';
import type { Slug } from '../../src/domain/names.ts';
import type { BasisPoints } from '../../src/domain/shares.ts';
import type { SolutionFact } from '../../src/domain/solution/events.ts';
import {
  annulFactCommand, annulReportCommand, correctFactCommand, correctReportCommand, recordFactCommand, reportAdoptionCommand,
} from '../../src/registry/commands.ts'; // prettier-ignore
import { reported } from '../domain/adoption/reports.ts';
import { norskHelsenett } from '../domain/registry-facts.ts';
import { forAll, forCounties, forMunicipalities, redescribed } from '../domain/solution/events.ts';
import type { Chronicle } from './chronicle.ts';
import type { Step } from './synthetic-history.ts';
import { nextTo, NUMBERS } from './synthetic-register.ts';

const chosen = <One>(from: readonly One[], index: number): One | undefined => from[index % Math.max(from.length, 1)];
const amended = { reason: 'a slip' };

/** Records what a step says, if there is something to say it of. */
export function take(chronicle: Chronicle, step: Step, register: readonly { id: string; fact: RegisterFact }[]): void {
  const { kind, pick: at, content: said } = step;
  const { events, models } = chronicle;
  const solutions = events.filter((event) => event.type === 'SolutionRegistered').map(({ data }) => data.solutionId);
  const solutionId = chosen(solutions, step.solution) as Slug;
  const there = municipalitiesOn(models.municipalities.graph(), said.day as CivilDate).map(({ number }) => number);
  const reportBy = (number: string, capability: string | null, about = solutionId): AdoptionFact => {
    const details = { capability, confirmedAt: nextTo(said.day, said.confirmed), evidence: `case ${at % 3}` };
    return ofSolution(reported(number, said.stage, said.day, details), about);
  };
  const reports = events.filter((event) => event.type === 'AdoptionReported');
  const facts = events.filter((event) => event.type === 'TargetGroupChanged' || event.type === 'DescriptionChanged');

  switch (kind) {
    case 'report':
    case 'capability': {
      const number = chosen(there, at);
      const fact = number && reportBy(number, kind === 'capability' ? 'booking' : null);
      if (fact) chronicle.execute(reportAdoptionCommand(fact));
      return;
    }
    case 'wild report':
      // By whatever number: most are refused.
      chronicle.execute(reportAdoptionCommand(reportBy(NUMBERS[at % NUMBERS.length] ?? '', null)));
      return;
    case 'correct': {
      const original = chosen(reports, at);
      if (original === undefined) return;
      const fact = reportBy(original.data.municipalityNumber, original.data.capability, original.data.solutionId);
      chronicle.execute(correctReportCommand({ ...amended, factId: original.id, fact }, norskHelsenett));
      return;
    }
    case 'annul': {
      const original = chosen(reports, at);
      if (original) chronicle.execute(annulReportCommand({ ...amended, factId: original.id }, original, norskHelsenett));
      return;
    }
    case 'race': {
      // Whoever loses a race between processes: a second annulment, a correction of what is annulled, or one that is about something else.
      const original = chosen(reports, at);
      if (original === undefined) return;
      const { stream, id, data } = original;
      if (at % 3 === 0) chronicle.race(stream, { type: 'AdoptionReportAnnulled', data: { ...amended, factId: id } });
      const capability = at % 3 === 1 ? data.capability : data.capability === null ? 'booking' : null;
      const fact = reportBy(data.municipalityNumber, capability, data.solutionId);
      chronicle.race(stream, { type: 'AdoptionReportCorrected', data: { ...amended, factId: id, fact } });
      return;
    }
    case 'target':
    case 'describe':
      chronicle.execute(recordFactCommand(ofSolution(solutionFact(kind, there, at, said), solutionId)));
      return;
    case 'correct solution': {
      const original = chosen(facts, at);
      if (original === undefined) return;
      const fact = solutionFact(original.type === 'TargetGroupChanged' ? 'target' : 'describe', there, at, said);
      chronicle.execute(correctFactCommand({ ...amended, factId: original.id, fact: ofSolution(fact, original.data.solutionId) }, norskHelsenett));
      return;
    }
    case 'annul solution': {
      const original = chosen(facts, at);
      if (original) chronicle.execute(annulFactCommand({ ...amended, factId: original.id }, original as SolutionFact, norskHelsenett));
      return;
    }
    case 'mend register': {
      const original = chosen(register, at);
      if (original) chronicle.register({ type: 'RegisterFactCorrected', data: { ...amended, factId: original.id, fact: mended(original.fact, at, said) } });
      return;
    }
  }
} // prettier-ignore

const ofSolution = <F extends AdoptionFact | SolutionFact>(fact: F, solutionId: Slug): F => ({
  ...fact,
  data: { ...fact.data, solutionId },
});

function solutionFact(kind: 'target' | 'describe', there: readonly string[], at: number, said: Step['content']): SolutionFact {
  const { months, programme } = said;
  if (kind === 'describe') return redescribed({ programmeId: programme, capabilities: ['booking'], confirmationMonths: months }, said.day);
  const list = there.filter((_, index) => at & (1 << index));
  if (at % 3 === 0 || list.length === 0) return forAll(said.day);
  return at % 3 === 1 ? forCounties([at % 2 === 0 ? '11' : '12', ...(at % 5 === 0 ? ['13'] : [])], said.day) : forMunicipalities(list, said.day);
} // prettier-ignore

/** A fact of the register with another date, count or shares. */
function mended(fact: RegisterFact, at: number, said: Step['content']): RegisterFact {
  const share = at % 4 === 0 ? null : ((1 + at * 10) as BasisPoints);
  const effectiveFrom = said.day as CivilDate;
  switch (fact.type) {
    case 'PopulationCounted':
      return { ...fact, data: { ...fact.data, inhabitants: at % 200, countedOn: at % 2 === 0 ? fact.data.countedOn : effectiveFrom } };
    case 'MunicipalitiesMerged': {
      const predecessors = fact.data.predecessors.map((one) => ({ ...one, shareBasisPoints: share }));
      return { ...fact, data: at % 3 === 0 ? { ...fact.data, effectiveFrom } : { ...fact.data, predecessors } };
    }
    case 'MunicipalitySplit': {
      const parts = fact.data.parts.map((one, index) => ({ ...one, shareBasisPoints: share && ((share + index * 7) as BasisPoints) }));
      return { ...fact, data: at % 3 === 0 ? { ...fact.data, effectiveFrom } : { ...fact.data, parts } };
    }
    default:
      return { ...fact, data: { ...fact.data, effectiveFrom } } as RegisterFact;
  }
}
