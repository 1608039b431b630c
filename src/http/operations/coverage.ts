import { coverageOf, type CoverageQuestion, type CoverageRow, coverageRows } from '../../domain/adoption/coverage.ts';
import type { Inheritance } from '../../domain/adoption/inheritance.ts';
import type { Threshold } from '../../domain/adoption/stage.ts';
import { targetGroupMembers } from '../../domain/adoption/target-group.ts';
import { descriptionOn, targetGroupOn } from '../../domain/solution/standing.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Handlers } from '../contract/handlers.ts';
import { coverageRowView } from '../views/coverage.ts';
import { shown } from '../views/moment.ts';
import { targetGroupView } from '../views/solution.ts';
import { checkCapability, questionAt } from './adoptions.ts';
import { page } from './paging.ts';
import { checkRegisterDate, momentOf } from './read.ts';
import { solutionAt } from './solutions.ts';

interface Choice {
  readonly stage: Threshold;
  readonly inheritance: Inheritance;
  readonly capability: string | null;
}

const choice = ({ stage = 'in-use', inheritance = 'majority', capability = null }: Partial<Choice>): Choice => ({
  stage,
  inheritance,
  capability,
});

/** Every municipality of the date with how it counts. @throws Problem unknown-solution, before-register */
function rowsAt(registry: Registry, solutionId: string, { stage, inheritance, capability }: Choice, moment: ResolvedMoment): CoverageRow[] {
  const { asOf, knownAt } = moment;
  const solution = solutionAt(registry, solutionId, moment);
  checkRegisterDate(asOf);
  const graph = registry.models.municipalities.graph(knownAt);
  checkCapability(solution, capability, moment);
  const { confirmationMonths } = descriptionOn(solution, moment);
  const isMember = targetGroupMembers(graph, targetGroupOn(solution, moment));
  const question: CoverageQuestion = { asOf, stage, inheritance, confirmationMonths, isMember };
  return coverageRows(graph, question, registry.models.adoptions.reportsOf(solutionId, capability, knownAt));
}

export const coverage = {
  getCoverage: async (input, registry) => {
    const { solutionId } = input.path;
    const asked = choice(input.query);
    const moment = await momentOf(registry, input);
    const { municipalities, population, ...rest } = coverageOf(rowsAt(registry, solutionId, asked, moment));
    const target = targetGroupOn(solutionAt(registry, solutionId, moment), moment);
    const targetGroup = target ? targetGroupView(target.value.data.group) : null;
    return { status: 200, body: { solutionId, ...asked, targetGroup, ...shown(moment), ...rest, municipalities, population } };
  },

  listCoverageMunicipalities: async (input, registry) => {
    const { solutionId } = input.path;
    const asked = choice(input.query);
    const { body } = await page(
      registry,
      input,
      (moment) => rowsAt(registry, solutionId, asked, moment).filter(({ member }) => member),
      ({ municipality }) => municipality.number,
      (rows, moment) => {
        const question = questionAt(registry, solutionId, asked, moment);
        return rows.map((row) => coverageRowView(row, question));
      },
    );
    return { status: 200, body: { solutionId, ...asked, ...body } };
  },
} satisfies Handlers<'getCoverage' | 'listCoverageMunicipalities'>;
