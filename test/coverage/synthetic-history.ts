import fc from 'fast-check';
import { type Stage, STAGES } from '../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { RegisterFact } from '../../src/domain/municipality/events.ts';
import { municipalitiesOn } from '../../src/domain/municipality/graph.ts';
import type { SolutionFact } from '../../src/domain/solution/events.ts';
import {
  annulFactCommand, annulReportCommand, correctFactCommand, correctReportCommand, recordFactCommand, registerSolutionCommand, reportAdoptionCommand,
} from '../../src/registry/commands.ts'; // prettier-ignore
import type { AdoptionFact } from '../../src/domain/adoption/events.ts';
import { norskHelsenett } from '../domain/registry-facts.ts';
import { reported } from '../domain/adoption/reports.ts';
import { countyEstablished } from '../domain/municipality/register.ts';
import { forAll, forCounties, forMunicipalities, redescribed, registered } from '../domain/solution/events.ts';
import { Chronicle } from './chronicle.ts';
import { DAYS, NUMBERS, registers } from './synthetic-register.ts';

const nextTo = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const near = fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom(-1, 0, 0, 0, 1)).map(([day, days]) => nextTo(day, days));
/** A day of the register, on or beside one on which something may happen. */
export const day = near.map((text) => (text < '2017-01-01' ? '2017-01-01' : text));

const stage = fc.constantFrom<Stage>(...STAGES, 'in-use', 'in-use', 'in-use');
const pick = fc.nat({ max: 999 });
const content = fc.record({ day, stage, confirmed: fc.constantFrom(-200, -40, 0, 0, 0, 40, 200), months: fc.constantFrom(null, 1, 6, 12) });

/** Something that is recorded after the register has begun; `pick` chooses among what there is then. */
const step = fc.record({
  kind: fc.constantFrom(
    'report', 'report', 'report', 'report', 'report', 'report', 'wild report', 'capability', 'correct', 'correct', 'annul',
    'target', 'describe', 'correct solution', 'annul solution', 'mend register',
  ),
  pick,
  content,
}); // prettier-ignore
type Step = typeof step extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Facts of the register that are recorded only so many steps later; the others come before everything. */
const lateness = fc.array(fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, { arbitrary: fc.nat({ max: 30 }), weight: 1 }), {
  maxLength: 40,
});

/** A history: a register and what is recorded upon it, with facts of the register that come late or are mended among it. */
export const histories: fc.Arbitrary<Chronicle> = fc
  .record({ register: registers, lateness, steps: fc.array(step, { minLength: 15, maxLength: 45 }) })
  .map(({ register, lateness: late, steps }) => {
    const chronicle = begun();
    const recorded: { id: string; fact: RegisterFact }[] = [];
    const record = (fact: RegisterFact): void => void recorded.push({ id: chronicle.register(fact), fact });
    for (const [index, fact] of register.entries()) if ((late[index] ?? 0) === 0) record(fact);
    for (const [count, one] of steps.entries()) {
      for (const [index, fact] of register.entries()) if (late[index] === count + 1) record(fact);
      take(chronicle, one, recorded);
    }
    return chronicle;
  });

/** The solution with one capability, in a Norway of two counties. */
function begun(): Chronicle {
  const chronicle = new Chronicle();
  for (const county of ['11', '12']) chronicle.register(countyEstablished(county));
  chronicle.execute(registerSolutionCommand(registered({ capabilities: ['booking'], confirmationMonths: 12 }).data));
  return chronicle;
}

const chosen = <One>(from: readonly One[], index: number): One | undefined => from[index % Math.max(from.length, 1)];

function take(chronicle: Chronicle, { kind, pick: at, content: said }: Step, register: { id: string; fact: RegisterFact }[]): void {
  const { events, models } = chronicle;
  const there = municipalitiesOn(models.municipalities.graph(), said.day as CivilDate).map(({ number }) => number);
  const reportBy = (number: string, capability: string | null): AdoptionFact =>
    reported(number, said.stage, said.day, { capability, confirmedAt: nextTo(said.day, said.confirmed), evidence: `case ${at % 3}` });
  const reports = events.filter((event) => event.type === 'AdoptionReported');
  const facts = events.filter((event) => event.type === 'TargetGroupChanged' || event.type === 'DescriptionChanged');
  const amended = { reason: 'a slip' };

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
      const fact = reportBy(original.data.municipalityNumber, original.data.capability);
      chronicle.execute(correctReportCommand({ ...amended, factId: original.id, fact }, norskHelsenett));
      return;
    }
    case 'annul': {
      const original = chosen(reports, at);
      if (original) chronicle.execute(annulReportCommand({ ...amended, factId: original.id }, original, norskHelsenett));
      return;
    }
    case 'target':
    case 'describe':
      chronicle.execute(recordFactCommand(solutionFact(kind, there, at, said)));
      return;
    case 'correct solution': {
      const original = chosen(facts, at);
      if (original === undefined) return;
      const fact = solutionFact(original.type === 'TargetGroupChanged' ? 'target' : 'describe', there, at, said);
      chronicle.execute(correctFactCommand({ ...amended, factId: original.id, fact }, norskHelsenett));
      return;
    }
    case 'annul solution': {
      const original = chosen(facts, at);
      if (original) chronicle.execute(annulFactCommand({ ...amended, factId: original.id }, original as SolutionFact, norskHelsenett));
      return;
    }
    case 'mend register': {
      const original = chosen(register, at);
      if (original) chronicle.register({ type: 'RegisterFactCorrected', data: { ...amended, factId: original.id, fact: mended(original.fact, at, said) } }); // prettier-ignore
      return;
    }
  }
}

function solutionFact(kind: 'target' | 'describe', there: readonly string[], at: number, said: Step['content']): SolutionFact {
  if (kind === 'describe') return redescribed({ capabilities: ['booking'], confirmationMonths: said.months }, said.day);
  const list = there.filter((_, index) => at & (1 << index));
  if (at % 3 === 0 || list.length === 0) return forAll(said.day);
  return at % 3 === 1 ? forCounties([at % 2 === 0 ? '11' : '12'], said.day) : forMunicipalities(list, said.day);
}

/** A fact of the register with another date, count or shares. */
function mended(fact: RegisterFact, at: number, said: Step['content']): RegisterFact {
  const share = at % 4 === 0 ? null : 1 + at * 10;
  const effectiveFrom = said.day as CivilDate;
  switch (fact.type) {
    case 'PopulationCounted':
      return { ...fact, data: { ...fact.data, inhabitants: at % 200, countedOn: at % 2 === 0 ? fact.data.countedOn : effectiveFrom } };
    case 'MunicipalitiesMerged': {
      const predecessors = fact.data.predecessors.map((one) => ({ ...one, shareBasisPoints: share }));
      return { ...fact, data: at % 3 === 0 ? { ...fact.data, effectiveFrom } : { ...fact.data, predecessors } };
    }
    case 'MunicipalitySplit': {
      const parts = fact.data.parts.map((one, index) => ({ ...one, shareBasisPoints: share && share + index * 7 }));
      return { ...fact, data: at % 3 === 0 ? { ...fact.data, effectiveFrom } : { ...fact.data, parts } };
    }
    default:
      return { ...fact, data: { ...fact.data, effectiveFrom } } as RegisterFact;
  }
}
