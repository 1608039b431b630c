import { targetGroupOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { CoverageChoice } from '../../projections/coverage/choice.ts';
import { coverageRowsAt } from '../../projections/coverage/municipality-rows.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkCapability } from '../asked/capability.ts';
import { checkRegisterDate, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { coverageRowView } from '../views/coverage.ts';
import { shown } from '../views/moment.ts';
import { targetGroupView } from '../views/solution.ts';
import { questionAt } from './adoptions.ts';
import { page } from './paging.ts';
import { KeptMunicipalities } from './kept-municipalities.ts';
import { solutionAt } from './solutions.ts';

/** What is asked; without a capability, of the solution as a whole. */
export const coverageChoice = ({
  stage,
  inheritance,
  capability = null,
}: Omit<CoverageChoice, 'capability'> & Partial<CoverageChoice>): CoverageChoice => ({
  stage,
  inheritance,
  capability,
});

/** The solution that coverage can be asked of at a moment. @throws Problem unknown-solution, before-register, unknown-capability */
function askedOf(registry: Registry, solutionId: string, capability: string | null, moment: ResolvedMoment): Solution {
  const solution = solutionAt(registry, solutionId, moment);
  checkRegisterDate(moment.asOf);
  checkCapability(solution, capability, moment);
  return solution;
}

export function coverage() {
  const kept = new KeptMunicipalities();
  return {
    getCoverage: async (input, registry) => {
      const { solutionId } = input.path;
      const asked = coverageChoice(input.query);
      const moment = await momentOf(registry, input);
      const target = targetGroupOn(askedOf(registry, solutionId, asked.capability, moment), moment);
      const figures = registry.models.coverage.one({ ...asked, solutionId, knownAt: moment.knownAt }, moment.asOf);
      const { municipalities, population, ...rest } = figures;
      const targetGroup = target ? targetGroupView(target.value.data.group) : null;
      return { status: 200, body: { solutionId, ...asked, targetGroup, ...shown(moment), ...rest, municipalities, population } };
    },

    listCoverageMunicipalities: async (input, registry) => {
      const { solutionId } = input.path;
      const { after, limit } = input.query;
      const asked = coverageChoice(input.query);
      if (after === undefined) {
        const moment = await momentOf(registry, input);
        const whole = kept.answer(registry, askedOf(registry, solutionId, asked.capability, moment), asked, moment, limit);
        if (whole !== undefined) return { status: 200, prebuilt: whole };
      }
      const body = await page(
        registry,
        input,
        (moment) =>
          coverageRowsAt(registry.models, askedOf(registry, solutionId, asked.capability, moment), asked, moment).filter(
            ({ member }) => member,
          ),
        ({ municipality }) => municipality.number,
        (rows, moment) => {
          const question = questionAt(registry, solutionId, asked, moment);
          return rows.map((row) => coverageRowView(row, question));
        },
      );
      return { status: 200, body: { solutionId, ...asked, ...body } };
    },
  } satisfies Handlers<'getCoverage' | 'listCoverageMunicipalities'>;
}
