import type { Solution } from '../../domain/solution/state.ts';
import { solutionStream } from '../../domain/streams.ts';
import { registerSolutionCommand } from '../../registry/commands.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { missing, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { solutionNotKnown } from '../problems/not-known.ts';
import { factViews } from '../views/fact.ts';
import { historyEntryType } from '../views/fact-content.ts';
import { shown } from '../views/moment.ts';
import { solutionSummary, solutionView } from '../views/solution.ts';
import { registration } from './contents.ts';
import { KeptStatuses } from './kept-statuses.ts';
import { listed } from './listed.ts';
import { pageFrom, placeOf } from './paging.ts';
import { record } from './record.ts';
import { viewOf } from './solution-facts.ts';
import { solutionListAt } from './solution-list.ts';

/** The solution that a path names, as known at a moment. @throws Problem unknown-solution */
export function solutionAt({ models }: Registry, solutionId: string, { knownAt }: Pick<ResolvedMoment, 'knownAt'>): Solution {
  const solution = models.solutions.get(solutionId, knownAt);
  if (solution === undefined) throw missing('unknown-solution', solutionNotKnown(models, solutionId), 'solutionId');
  return solution;
}

export function solutions() {
  const kept = new KeptStatuses();
  return {
    listSolutions: async (input, registry) => {
      const { body } = await listed(registry, input, (moment) => solutionListAt(registry, input.query, moment), solutionSummary);
      return { status: 200, body };
    },

    registerSolution: (input, registry) => {
      const data = registration(input.body);
      const location = () => `/v1/solutions/${data.solutionId}`;
      return record(registry, input, registerSolutionCommand(data), location, viewOf(registry));
    },

    getSolution: async (input, registry) => {
      const moment = await momentOf(registry, input);
      const solution = solutionAt(registry, input.path.solutionId, moment);
      const revision = registry.models.revisions.at(solutionStream(solution.id), moment.knownAt);
      return { status: 200, revision, body: { ...solutionView(solution, moment, registry.models), ...shown(moment) } };
    },

    getSolutionStatus: async (input, registry) => {
      const moment = await momentOf(registry, input);
      const solution = solutionAt(registry, input.path.solutionId, moment);
      return { status: 200, prebuilt: kept.answer(registry, solution, moment) };
    },

    listSolutionHistory: async (input, registry) => {
      const { solutionId } = input.path;
      const { type } = input.query;
      const { facts } = registry.models;
      const place = await placeOf(registry, input);
      solutionAt(registry, solutionId, place.moment);
      const rows = facts.rowsOf(solutionId, place.moment.knownAt, (one) => type === undefined || historyEntryType(one) === type);
      const idOf = (row: number) => String(facts.positionAt(row)).padStart(16, '0');
      const body = await pageFrom(input, place, { rows, idOf, ascending: true }, (shownRows, moment) =>
        factViews(
          registry,
          shownRows.map((row) => facts.traceAt(row)),
          moment,
        ),
      );
      return { status: 200, body };
    },
  } satisfies Handlers<'listSolutions' | 'registerSolution' | 'getSolution' | 'getSolutionStatus' | 'listSolutionHistory'>;
}
