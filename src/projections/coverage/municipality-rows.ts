import { type CoverageQuestion, type CoverageRow, coverageRows } from '../../domain/adoption/coverage.ts';
import { targetGroupMembers } from '../../domain/adoption/target-group.ts';
import { descriptionOn, type Moment, targetGroupOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { FoldedModels } from '../read-models.ts';
import type { CoverageChoice } from './choice.ts';

/** Every municipality of the date with how it counts, by the rule of the domain and not by what is kept. */
export function coverageRowsAt(
  { municipalities, adoptions }: Pick<FoldedModels, 'municipalities' | 'adoptions'>,
  solution: Solution,
  { stage, inheritance, capability }: CoverageChoice,
  moment: Moment,
): CoverageRow[] {
  const { asOf, knownAt } = moment;
  const graph = municipalities.graph(knownAt);
  const { confirmationMonths } = descriptionOn(solution, moment);
  const isMember = targetGroupMembers(graph, targetGroupOn(solution, moment));
  const question: CoverageQuestion = { asOf, stage, inheritance, confirmationMonths, isMember };
  return coverageRows(graph, question, adoptions.reportsOf(solution.id, capability, knownAt));
}
