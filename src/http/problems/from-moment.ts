import type { UnansweredMoment } from '../../registry/moments.ts';
import { parameterProblem, type Problem } from './problem.ts';

const FORMS = {
  'no-position': 'no position of this log',
  'no-moment': 'neither a position of this log nor an RFC 3339 instant with a zone, of the years 1685 to 2254 and in no leap second',
};

/** Why a moment cannot be answered for. @param parameter where it was asked for */
export function momentProblem(why: UnansweredMoment, parameter: string): Problem {
  switch (why.code) {
    case 'no-position':
    case 'no-moment':
      return parameterProblem('invalid-request', parameter, `${parameter} ${why.text} is ${FORMS[why.code]}`, { rule: 'format' });
    case 'position-of-another-log':
      return anotherLog(why.position, why.logId, parameter);
    case 'position-after-head':
      return parameterProblem(why.code, parameter, `${parameter} ${why.position} is beyond the head ${why.head}`, {
        members: { head: why.head },
      });
    case 'instant-not-past':
      return parameterProblem(why.code, parameter, `${parameter} ${why.instant} lies in the future; it is ${why.now}`, {
        members: { latest: why.now },
      });
    case 'instant-not-settled': {
      const message = `something may still be recorded at or before ${why.instant}; use ${why.latest} or earlier, or a position`;
      return parameterProblem(why.code, parameter, message, { members: { latest: why.latest } });
    }
  }
}

/** @param parameter where the position stands, by itself or in a cursor */
export function anotherLog(position: string, logId: string, parameter: string): Problem {
  const message = `${parameter} has ${position}, a position of another log; this one is ${logId}: begin again with what it answers now, and with an empty copy if you follow the feed`;
  return parameterProblem('position-of-another-log', parameter, message, { members: { logId } });
}
