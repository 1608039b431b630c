import type { Act } from './authority.ts';
import type { Origin, Succession } from './municipality/graph.ts';
import type { RejectionCode, RejectionDetails } from './rejection.ts';

/** What became of a municipality at a reform, and how one began. */
const BECAME: Record<Origin, string> = {
  established: 'became',
  renumbered: 'was renumbered to',
  merged: 'was merged into',
  split: 'was split into',
};
const BEGAN: Record<Origin, string> = {
  established: 'began',
  renumbered: 'was renumbered from',
  merged: 'was merged from',
  split: 'was split from',
};

const ACTS: Record<Act['kind'], string> = {
  registration: 'a registration',
  ownership: 'who owns this solution',
  cost: 'a cost of this solution',
  'other-solution-fact': 'this of the solution',
  adoption: 'this of the municipality',
};

const listed = (steps: readonly Succession[]): string => steps.map(({ municipalityNumber }) => municipalityNumber).join(', ');

/** Each rejection as a sentence that says what is wrong and what would be right. */
const sentence: { [Code in RejectionCode]: (details: RejectionDetails[Code]) => string } = {
  'unknown-solution': ({ solutionId }) => `solution ${solutionId} is not registered`,
  'unknown-organisation': ({ organisationNumber }) => `organisation ${organisationNumber} is not registered; register it first`,
  'unknown-programme': ({ programmeId }) => `programme ${programmeId} is not registered; register it first`,
  'unknown-capability': ({ capability, effectiveFrom, known }) =>
    `the solution has no capability ${capability} on ${effectiveFrom}; it has ${known.length === 0 ? 'none' : known.join(', ')}`,
  'unknown-county': ({ countyNumber, effectiveFrom }) => `county ${countyNumber} does not exist on ${effectiveFrom}`,
  'unknown-currency': ({ currency }) => `${currency} is not a currency of ISO 4217; the Norwegian krone is NOK`,
  'amount-out-of-range': ({ solutionId, currency, room }) =>
    `with all else that is recorded of ${solutionId} in ${currency}, costs could not be summed exactly any more: there is room for ${room} minor units`,
  'unknown-municipality': ({ municipalityNumber }) => `the register has never had a municipality ${municipalityNumber}`,
  'municipality-not-valid-on-date': ({ municipalityNumber, effectiveFrom, successors, predecessors, reform, reformedOn }) => {
    const why =
      successors.length > 0
        ? `it ${successors.length > 1 ? 'was divided among' : BECAME[reform ?? 'established']} ${listed(successors)}`
        : `it ${BEGAN[reform ?? 'established']} ${listed(predecessors)}`;
    return `municipality ${municipalityNumber} is not valid on ${effectiveFrom}: ${why.trimEnd()} on ${reformedOn ?? 'an unknown day'}`;
  },
  'before-register': ({ date, registerBegins }) => `${date} is before the municipality register begins on ${registerBegins}`,
  'solution-exists': ({ solutionId }) => `solution ${solutionId} is registered already, with other content`,
  'organisation-exists': ({ organisationNumber }) =>
    `organisation ${organisationNumber} is registered already, with another name or sector`,
  'programme-exists': ({ programmeId }) => `programme ${programmeId} is registered already, with other names`,
  'not-assigned': ({ responsibility, effectiveFrom }) => `nobody has ${responsibility} on ${effectiveFrom}, so nobody can be released`,
  'not-a-fact': ({ eventId }) => `${eventId} is not an original fact: it cannot be corrected or annulled`,
  'already-annulled': ({ eventId, annulledBy }) => `fact ${eventId} was annulled by ${annulledBy}`,
  'correction-changes-key': ({ eventId, was, becomes }) =>
    `fact ${eventId} is about ${was} and cannot become ${becomes}; annul it and record another`,
  'shares-do-not-sum': ({ sum, whole }) => `the shares sum to ${sum} basis points, not to ${whole}`,
  'shares-incomplete': ({ withShare, withoutShare }) =>
    `owners with a share: ${withShare}, without: ${withoutShare}; give all of them one, or none`,
  'duplicate-owner': ({ organisationNumber }) => `owner ${organisationNumber} stands twice; add its shares together`,
  'duplicate-capability': ({ capability }) => `capability ${capability} stands twice`,
  'not-allowed': ({ consumer, act, allowed }) =>
    `organisation ${consumer} may not record ${ACTS[act]} by the roles of today, whatever day it is about; allowed: ${allowed.join('; ')}`,
};

export const rejectionSentence = <Code extends RejectionCode>({ code, details }: { code: Code; details: RejectionDetails[Code] }): string =>
  sentence[code](details);
