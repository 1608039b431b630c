import type { EventOf } from '../../domain/event.ts';
import type { SolutionRegistered } from '../../domain/solution/events.ts';

/** A registration as the body of the POST that it came by. */
export function solutionRegistrationContent({ solutionId, ...content }: EventOf<typeof SolutionRegistered>['data']) {
  return { id: solutionId, ...content };
}
