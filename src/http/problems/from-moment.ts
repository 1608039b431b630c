import type { UnansweredMoment } from '../../registry/moments.ts';
import { Problem } from './problem.ts';

/** Why a moment cannot be answered for. @param parameter where it was asked for */
export function momentProblem(why: UnansweredMoment, parameter: string): Problem {
  switch (why.code) {
    case 'unreadable': {
      const form =
        parameter === 'knownAt' ? 'neither a position of this log nor an RFC 3339 instant with a zone' : 'no position of this log';
      const message = `${parameter} ${why.text} is ${form}`;
      return new Problem('invalid-request', message, { errors: [{ pointer: null, parameter, rule: 'format', message }] });
    }
    case 'position-of-another-log':
      return anotherLog(why.position, why.logId, parameter);
    case 'position-after-head':
      return violated(why.code, parameter, `${parameter} ${why.position} is beyond the head ${why.head}`, { head: why.head });
    case 'instant-not-past':
      return violated(why.code, parameter, `${parameter} ${why.instant} lies in the future; it is ${why.now}`, { latest: why.now });
    case 'instant-not-settled': {
      const message = `something may still be recorded at or before ${why.instant}; use ${why.latest} or earlier, or a position`;
      return violated(why.code, parameter, message, { latest: why.latest });
    }
  }
}

const violated = (
  code: 'position-after-head' | 'instant-not-past' | 'instant-not-settled',
  parameter: string,
  message: string,
  members: object,
): Problem => new Problem(code, message, { members, errors: [{ pointer: null, parameter, rule: code, message }] });

/** @param parameter where the position stands, by itself or in a cursor */
export function anotherLog(position: string, logId: string, parameter: string): Problem {
  const message = `${parameter} has ${position}, a position of another log; this one is ${logId}: begin again with what it answers now`;
  return new Problem('position-of-another-log', message, {
    members: { logId },
    errors: [{ pointer: null, parameter, rule: 'position-of-another-log', message }],
  });
}
