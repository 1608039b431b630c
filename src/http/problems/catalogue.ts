import type { RejectionCode } from '../../domain/rejection.ts';

/** A kind of problem: its status, what it means, and how the request is mended. A page under /problems/ shows it. */
export interface ProblemKind {
  readonly status: number;
  /** Where the path itself names what is not there. */
  readonly statusInPath?: number;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** What the domain rejects. */
const rejections: Record<RejectionCode, ProblemKind> = {
  'unknown-solution': {
    status: 422,
    statusInPath: 404,
    title: 'No such solution',
    meaning: 'No solution with this id is registered, or it was not yet at the position asked for (knownAt).',
    remedy: 'Look the id up in /v1/solutions, or register the solution first.',
  },
  'unknown-organisation': {
    status: 422,
    statusInPath: 404,
    title: 'No such organisation',
    meaning: 'No organisation with this number is registered, or it was not yet at knownAt. It must be before a fact or a filter names it.',
    remedy: 'Register it with POST /v1/organisations, or correct the number.',
  },
  'unknown-programme': {
    status: 422,
    statusInPath: 404,
    title: 'No such programme',
    meaning: 'No programme with this id is registered, or it was not yet at knownAt. It must be before a fact or a filter names it.',
    remedy: 'Register it with POST /v1/programmes, or correct the id.',
  },
  'unknown-capability': {
    status: 422,
    title: 'No such capability',
    meaning: 'The solution does not have this capability on the date of the report.',
    remedy: 'Use one of those that the member `known` names, or change the description of the solution first.',
  },
  'unknown-county': {
    status: 422,
    title: 'No such county on that date',
    meaning: 'The county number is not valid on the date from which the target group holds, or on the date asked for.',
    remedy: 'Use the counties of that date: every municipality in /v1/municipalities says its county.',
  },
  'unknown-currency': {
    status: 422,
    title: 'No such currency',
    meaning: 'The currency is no code of ISO 4217, present or recent. A mistyped one would be added up as a currency of its own.',
    remedy: 'Use its code of three letters in ISO 4217: NOK for Norwegian kroner, DKK, SEK, EUR.',
  },
  'amount-out-of-range': {
    status: 422,
    title: 'The sum would not be exact',
    meaning:
      'Amounts are integers of at most 9,007,199,254,740,991 minor units, and a sum goes beyond them, or would with this amount. It is refused, never rounded.',
    remedy:
      'The history of the solution that is named shows its cost lines: the one that is wrong can be corrected or annulled. A report answers for other solutions meanwhile.',
  },
  'unknown-municipality': {
    status: 422,
    statusInPath: 404,
    title: 'No such municipality',
    meaning: 'The register has never had a municipality with this number since it begins (2017-01-01).',
    remedy: 'Look the number up in /v1/municipalities with the date in asOf.',
  },
  'municipality-not-valid-on-date': {
    status: 422,
    title: 'The municipality does not exist on that date',
    meaning: 'A fact is checked against its own date: the number must be valid on effectiveFrom.',
    remedy: 'Report on the municipality that the members `successors` or `predecessors` name, or correct the date.',
  },
  'before-register': {
    status: 422,
    title: 'Before the municipality register begins',
    meaning: 'Nothing about municipalities is known before 2017-01-01, so nothing about them is recorded or counted there.',
    remedy: 'Use a date from 2017-01-01 on.',
  },
  'solution-exists': {
    status: 409,
    title: 'The solution is registered already',
    meaning: 'Another registration has taken this id.',
    remedy: 'Choose another id, or change the description of the existing solution.',
  },
  'organisation-exists': {
    status: 409,
    title: 'The organisation is registered already',
    meaning: 'The number is registered with another name or sector.',
    remedy: 'Use the organisation as it is registered.',
  },
  'programme-exists': {
    status: 409,
    title: 'The programme is registered already',
    meaning: 'Another registration has taken this id.',
    remedy: 'Choose another id.',
  },
  'not-assigned': {
    status: 422,
    title: 'Nobody to release',
    meaning: 'No supplier has the responsibility on that date.',
    remedy: 'Look at the suppliers of the solution on that date, and correct the date or the responsibility.',
  },
  'not-a-fact': {
    status: 422,
    title: 'Not a fact that can be corrected or annulled',
    meaning: 'Only original facts can be: not corrections or annulments, registrations, or the municipality register.',
    remedy: 'Name the event id of the original fact; the history of the solution has it.',
  },
  'already-annulled': {
    status: 422,
    title: 'The fact is annulled already',
    meaning: 'An annulment ends a fact with all its corrections; nothing more can be said of it.',
    remedy: 'Record a new fact instead.',
  },
  'correction-changes-key': {
    status: 422,
    title: 'The correction would make it another fact',
    meaning: 'What makes it that fact stays: its kind, and its responsibility, role, year, cost kind, estimate, payer or capability.',
    remedy: 'Annul the fact and record another one.',
  },
  'shares-do-not-sum': {
    status: 422,
    title: 'The shares do not sum to the whole',
    meaning: 'The shares of the owners are basis points that sum to exactly 10,000.',
    remedy: 'Correct the shares, or leave all of them out.',
  },
  'shares-incomplete': {
    status: 422,
    title: 'Some owners have no share',
    meaning: 'All owners have a share, or none has.',
    remedy: 'Give the missing shares, or leave all of them out.',
  },
  'duplicate-owner': {
    status: 422,
    title: 'The same owner twice',
    meaning: 'An organisation stands once among the owners.',
    remedy: 'Add its shares together.',
  },
  'duplicate-capability': {
    status: 422,
    title: 'The same capability twice',
    meaning: 'The ids of the capabilities of a solution differ.',
    remedy: 'Give each capability an id of its own.',
  },
  'not-allowed': {
    status: 403,
    title: 'Not yours to record',
    meaning: 'Who may say what follows from the roles on the day of the request.',
    remedy: 'The member `allowed` says who may; ask one of them.',
  },
};

/** What the service itself answers. */
const service = {
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body could not be read as JSON in UTF-8, or is nested deeper than any request of the contract.',
    remedy: 'Send one JSON object as the contract has it.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request does not fit the contract',
    meaning: 'Every violation is listed in `errors`, each with where it is.',
    remedy: 'Mend what `errors` names; /openapi.json is the contract.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor cannot be used here',
    meaning: 'A cursor belongs to one list with one set of filters and one order, and is opaque.',
    remedy: 'Follow `next` as it is, or begin again without `after`.',
  },
  'consumer-not-accepted': {
    status: 400,
    title: 'The consumer is not accepted',
    meaning: 'Registry-Consumer and Registry-Supplier name an organisation as 0192: and nine digits, and are for development only.',
    remedy: 'Correct the number (modulus 11), or leave the header out.',
  },
  'not-found': {
    status: 404,
    title: 'No such resource',
    meaning: 'The contract has no such path.',
    remedy: 'The paths are in /openapi.json and, to read, in /docs.',
  },
  'unknown-fact': {
    status: 404,
    title: 'No such fact',
    meaning: 'No event with this id is in the log, or it is no fact of a solution, or it was not yet recorded at knownAt.',
    remedy: 'The history of the solution has the event ids of all its facts.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The resource does not have that method',
    meaning: 'The header Allow names the methods that it has.',
    remedy: 'Use one of them.',
  },
  'not-acceptable': {
    status: 406,
    title: 'Not offered in that form',
    meaning: 'The Accept header excludes all that is offered here.',
    remedy: 'Accept application/json (and application/problem+json), or leave the header out.',
  },
  'request-in-progress': {
    status: 409,
    title: 'A request with this key is under way',
    meaning: 'Two requests with one Idempotency-Key arrived at once.',
    remedy: 'Wait for the first, or repeat later: the answer will be the same.',
  },
  'position-of-another-log': {
    status: 410,
    title: 'A position of another log',
    meaning: 'Positions hold within one log; this one was restored or moved since.',
    remedy:
      'Read again: a position of the answer belongs to this log, or use an instant. Whoever keeps a copy of the feed begins again with an empty one: after a restore, events of the lost log are gone, and their ids may come again with another content.',
  },
  'stale-revision': {
    status: 412,
    title: 'It has changed since',
    meaning: 'If-Match names another revision than the one that stands.',
    remedy: 'Read it again, look at what changed, and repeat with the new ETag.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'No request of the contract needs more than the limit in the member `limit` (bytes).',
    remedy: 'Send less in one request.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    meaning: 'Path and query together are over the limit in the member `limit` (bytes).',
    remedy: 'Ask for less in one request.',
  },
  'unreadable-request': {
    status: 400,
    title: 'The request cannot be read',
    meaning: 'What came is not HTTP: most often an address with a letter or a space in it that is not percent-encoded.',
    remedy:
      'Encode the address: `søknad` is `s%C3%B8knad` (with curl, -G and --data-urlencode). Every header is one line of a name, a colon and a value.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not come in time',
    meaning: 'The headers, or the whole request, took too long to arrive. Nothing was recorded.',
    remedy: 'Send it again, in one go.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'All headers together are over 32 KiB.',
    remedy: 'Send fewer or shorter ones.',
  },
  'misdirected-request': {
    status: 421,
    title: 'Not answered under that name',
    meaning: 'In development mode nobody is asked for a token, so requests are answered only under localhost or an address.',
    remedy: 'Use http://localhost or http://127.0.0.1 with the port.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has another media type',
    meaning: 'Bodies are application/json in UTF-8, not compressed.',
    remedy: 'Send Content-Type: application/json.',
  },
  'key-reused': {
    status: 422,
    title: 'The key was used for another request',
    meaning: 'An Idempotency-Key stands for one body for ever.',
    remedy: 'Choose a new key for a new request.',
  },
  'period-ends-before-it-starts': {
    status: 422,
    title: 'It would end before it starts',
    meaning: 'The first day or position of what is asked for lies after the last.',
    remedy: 'Exchange the two.',
  },
  'too-many-cells': {
    status: 422,
    title: 'The cube is too large',
    meaning: 'JSON-stat has a value for every combination of categories, and no tool would read a document of this size.',
    remedy: 'Ask for fewer solutions, periods or dimensions, or take CSV or NDJSON, which have no bound.',
  },
  'position-after-head': {
    status: 422,
    title: 'A position beyond the head',
    meaning: 'The log does not reach so far, as far as this process has folded it.',
    remedy: 'Use minPosition to wait for a position, or leave knownAt out.',
  },
  'instant-not-past': {
    status: 422,
    title: 'An instant in the future',
    meaning: 'What will be known then cannot be answered now.',
    remedy: 'Use an instant in the past, or leave knownAt out.',
  },
  'instant-not-settled': {
    status: 422,
    title: 'An instant that is not settled yet',
    meaning: 'Several processes record, each by its own clock, so something may still be recorded at or before that instant.',
    remedy: 'Use an instant that lies back far enough (latest), or a position: it names one state of the log at once.',
  },
  'precondition-required': {
    status: 428,
    title: 'If-Match is required',
    meaning: 'This replaces what stands, so it must say what it saw.',
    remedy: 'Read the resource, and repeat with its ETag in If-Match.',
  },
  'internal-error': {
    status: 500,
    title: 'A fault of the service',
    meaning: 'Something went wrong here. The request is in the log under the id in `instance`.',
    remedy: 'Repeat later with the same Idempotency-Key; if it persists, give the operator that id.',
  },
  'read-model-stopped': {
    status: 503,
    title: 'The read model has stopped',
    meaning: 'It met an event that it cannot fold, and answers nothing rather than a wrong figure.',
    remedy: '/health/ready says which and why; an operator must mend it.',
  },
  'store-unavailable': {
    status: 503,
    title: 'The log is unavailable',
    meaning: 'Nothing was recorded.',
    remedy: 'Repeat later.',
  },
  'storage-full': {
    status: 507,
    title: 'The log has no room left',
    meaning: 'The disk of the log is full. Nothing was recorded; reads are answered as ever.',
    remedy: 'Repeat later; an operator must make room, and the service goes on by itself when there is some.',
  },
  'too-much-at-once': {
    status: 503,
    title: 'Too much at once',
    meaning:
      'The service has as much in hand as it can take: commands, bodies on their way in, answers that nobody takes, reads that wait.',
    remedy: 'Repeat after the seconds in Retry-After, with the same Idempotency-Key.',
  },
  'outcome-unknown': {
    status: 503,
    title: 'It is not known whether it was recorded',
    meaning: 'The log took the request and did not say what became of it.',
    remedy: 'Repeat with the same Idempotency-Key: that settles it.',
  },
  'not-folded-yet': {
    status: 503,
    title: 'This process is not that far yet',
    meaning: 'The read models have not reached the position in time.',
    remedy: 'Repeat after the seconds in Retry-After.',
  },
  'too-many-waiting': {
    status: 503,
    title: 'Too many are waiting',
    meaning: 'As many requests wait for the next event, or follow the stream, as this process takes.',
    remedy: 'Ask for pages without `wait`, or try again after the seconds in Retry-After.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = RejectionCode | keyof typeof service;

export const CATALOGUE: Readonly<Record<ProblemCode, ProblemKind>> = { ...rejections, ...service };
