import { ReadModelStopped } from '../../projections/follower.ts';
import { NotFoldedYet } from '../../registry/registry.ts';
import { isStoreFault, type StoreFault, unreadableEvent } from '../../registry/faults.ts';
import { Problem } from './problem.ts';

const RETRY = { 'retry-after': '1' };

/** The problem that a fault shows to the outside: nothing of the inside, and whether it is worth trying again. */
export function faultProblem(fault: unknown): Problem {
  if (fault instanceof Problem) return fault;
  if (fault instanceof ReadModelStopped)
    return new Problem('read-model-stopped', `read model ${fault.readModel} has stopped`, {
      cause: fault,
      headers: { 'retry-after': '60' },
    });
  if (fault instanceof NotFoldedYet)
    return new Problem('not-folded-yet', 'the read models are behind the log', { cause: fault, headers: RETRY });
  if (isStoreFault(fault)) return storeProblem(fault);
  return new Problem('internal-error', 'the service met a fault; nothing more is said of it here', { cause: fault });
}

/** The fact may stand, and only the answer is missing: the one fault of which that is so. */
export const outcomeUnknown = (cause: unknown): Problem =>
  new Problem(
    'outcome-unknown',
    'it is not known whether this was recorded: send it again with the same Idempotency-Key; if it had none, look first at what stands',
    { cause, headers: RETRY },
  );

function storeProblem(fault: StoreFault): Problem {
  switch (fault.code) {
    case 'payload-too-large':
      return new Problem('payload-too-large', 'the event would be larger than the log takes', {
        cause: fault,
        members: { limit: (fault.details as { limit: number }).limit },
      });
    case 'outcome-unknown':
      return outcomeUnknown(fault);
    case 'storage-full':
      return new Problem('storage-full', 'the disk of the log has no room; nothing was recorded', {
        cause: fault,
        headers: { 'retry-after': '30' },
      });
    case 'unavailable':
    case 'locked':
      return new Problem('store-unavailable', 'the log is unavailable; nothing was recorded', { cause: fault, headers: RETRY });
    default:
      return new Problem('internal-error', damageIn(fault), { cause: fault });
  }
}

/** Which event cannot be read, for whoever follows the log and stands before it. What is wrong with it, the log of the service says. */
function damageIn(fault: StoreFault): string {
  const event = unreadableEvent(fault);
  if (event === null) return 'the log met a fault';
  const which = event.eventId === null ? 'the event' : `event ${event.eventId}`;
  return `${which} at position ${event.position} of the log cannot be read; whoever runs the service must mend it`;
}
