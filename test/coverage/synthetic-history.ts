import fc from 'fast-check';
import { type Stage, STAGES } from '../../src/domain/adoption/stage.ts';
import type { RegisterFact } from '../../src/domain/municipality/events.ts';
import type { Slug } from '../../src/domain/names.ts';
import { registerProgrammeCommand, registerSolutionCommand } from '../../src/registry/commands.ts';
import { names, registered } from '../domain/solution/events.ts';
import { Chronicle, type Keeping } from './chronicle.ts';
import { take } from './synthetic-step.ts';
import { anyDay, countyIn, DAYS, nextTo, registers } from './synthetic-register.ts';

const near = fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom(-1, 0, 0, 0, 1)).map(([day, days]) => nextTo(day, days));
/** A day of the register, on or beside one on which something may happen. */
export const day = near.map((text) => (text < '2017-01-01' ? '2017-01-01' : text));

/** The solutions of a history, the first from its beginning on. */
export const SOLUTIONS = ['digisos', 'helsenorge', 'kjernejournal', 'pasientjournal'] as const;
export const PROGRAMMES = ['journal', 'velferd'] as const;

const stage = fc.constantFrom<Stage>(...STAGES, 'in-use', 'in-use', 'in-use');
const pick = fc.nat({ max: 999 });
const content = fc.record({
  day: fc.oneof(
    { arbitrary: day, weight: 16 },
    { arbitrary: anyDay, weight: 2 },
    { arbitrary: fc.constantFrom('2031-03-31', '2099-01-01', '2100-12-31'), weight: 1 },
  ),
  stage,
  confirmed: fc.constantFrom(-20_000, -200, -40, 0, 0, 0, 40, 200),
  months: fc.constantFrom(null, 1, 6, 12, 1200),
  programme: fc.constantFrom(null, ...PROGRAMMES),
});

/** Something that is recorded after the register has begun; `pick` chooses among what there is then. */
const step = fc.record({
  kind: fc.constantFrom(
    'report', 'report', 'report', 'report', 'report', 'report', 'report', 'report', 'wild report', 'capability', 'correct', 'correct', 'annul',
    'target', 'describe', 'correct solution', 'annul solution', 'mend register', 'race',
  ),
  pick,
  solution: fc.nat({ max: SOLUTIONS.length - 1 }),
  content,
}); // prettier-ignore
export type Step = typeof step extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Facts of the register that are recorded only so many steps later; the others come before everything. */
const lateness = fc.array(fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, { arbitrary: fc.nat({ max: 30 }), weight: 1 }), {
  maxLength: 40,
});

/** A history: a register and what is recorded upon it, with facts of the register that come late or are mended among it. */
export const histories: fc.Arbitrary<Chronicle> = fc
  .record({
    register: registers,
    lateness,
    steps: fc.array(step, { minLength: 15, maxLength: 60 }),
    /** After how many steps each further solution is registered; never where it is more than there are. */
    solutions: fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 40 })), { maxLength: SOLUTIONS.length - 1 }),
    keeping: fc.record({
      stride: fc.constantFrom(1, 1, 2 ** 33 + 7),
      begins: fc.constantFrom('2017-02-01', '2019-11-30', '2025-01-01'),
      days: fc.constantFrom(0, 1, 20, 90),
    }),
  })
  .map(({ register, lateness: late, steps, solutions, keeping }) => {
    const chronicle = begun(keeping);
    const recorded: { id: string; fact: RegisterFact }[] = [];
    const record = (fact: RegisterFact): void => void recorded.push({ id: chronicle.register(fact), fact });
    for (const [index, fact] of register.entries()) if ((late[index] ?? 0) === 0) record(fact);
    for (const [count, one] of steps.entries()) {
      for (const [index, fact] of register.entries()) if (late[index] === count + 1) record(fact);
      for (const [index, after] of solutions.entries()) if (after === count) join(chronicle, SOLUTIONS[index + 1], PROGRAMMES[(index + count) % 3]);
      take(chronicle, one, recorded);
    }
    return chronicle;
  }); // prettier-ignore

/** A Norway of two counties, two programmes, and the first solution. */
function begun(keeping: Keeping): Chronicle {
  const chronicle = new Chronicle(keeping);
  chronicle.register(countyIn('vest', '11'));
  chronicle.register(countyIn('midt-norge', '12'));
  for (const programmeId of PROGRAMMES) chronicle.execute(registerProgrammeCommand({ programmeId: programmeId as Slug, names: names(programmeId) }));
  join(chronicle, 'digisos', undefined);
  return chronicle;
} // prettier-ignore

/** A solution with one capability is registered, in a programme or in none. */
function join(chronicle: Chronicle, solutionId: string | undefined, programmeId: string | undefined): void {
  const { data } = registered({ programmeId: programmeId ?? null, capabilities: ['booking'], confirmationMonths: 12 });
  chronicle.execute(registerSolutionCommand({ ...data, solutionId: solutionId as Slug }));
}
