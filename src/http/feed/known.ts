import type { Registry } from '../../registry/registry.ts';
import { type Violation, violationsProblem } from '../problems/problem.ts';

interface Followed {
  readonly solution?: readonly string[];
  readonly municipality?: readonly string[];
}

interface Unknown {
  readonly code: 'unknown-solution' | 'unknown-municipality';
  readonly members: object;
  readonly violation: Violation;
}

/** What never was would be followed in vain for ever. It is looked for at the head before it is refused. @throws Problem unknown-solution, unknown-municipality */
export async function checkKnown(registry: Registry, followed: Followed): Promise<void> {
  if (unknownIn(registry, followed).length === 0) return;
  await registry.readHead();
  const unknown = unknownIn(registry, followed);
  const [first] = unknown;
  if (first === undefined) return;
  const errors = unknown.map(({ violation }) => violation);
  throw violationsProblem(first.code, errors, { members: first.members });
}

/** At most one of each parameter, which names all in it that are unknown. */
const unknownIn = (registry: Registry, followed: Followed): Unknown[] => [
  ...unknownSolutions(registry, followed),
  ...unknownMunicipalities(registry, followed),
];

function unknownSolutions({ models }: Registry, { solution = [] }: Followed): Unknown[] {
  const ids = solution.filter((id) => models.solutions.get(id) === undefined);
  const [solutionId] = ids;
  if (solutionId === undefined) return [];
  const message = `solution ${ids.join(', ')} is not registered; /v1/solutions lists those that are`;
  return [unknown('unknown-solution', 'solution', { solutionId }, message)];
}

function unknownMunicipalities({ models }: Registry, { municipality = [] }: Followed): Unknown[] {
  const { byNumber } = models.municipalities.graph();
  const numbers = municipality.filter((number) => !byNumber.has(number));
  const [municipalityNumber] = numbers;
  if (municipalityNumber === undefined) return [];
  const message = `the register has never had a municipality ${numbers.join(', ')}; /v1/municipalities lists those of a day`;
  return [unknown('unknown-municipality', 'municipality', { municipalityNumber }, message)];
}

const unknown = (code: Unknown['code'], parameter: string, members: object, message: string): Unknown => ({
  code,
  members,
  violation: { pointer: null, parameter, rule: code, message },
});
