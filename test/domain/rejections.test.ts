import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { reportAdoption } from '../../src/domain/adoption/decide.ts';
import { noAdoption } from '../../src/domain/adoption/state.ts';
import { mayRecord } from '../../src/domain/authority.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { registerOrganisation } from '../../src/domain/organisation/decide.ts';
import type { OrganisationEvent } from '../../src/domain/organisation/events.ts';
import { registerProgramme } from '../../src/domain/programme/decide.ts';
import type { ProgrammeEvent } from '../../src/domain/programme/events.ts';
import type { Rejection, RejectionCode } from '../../src/domain/rejection.ts';
import { rejectionSentence } from '../../src/domain/rejection-sentence.ts';
import type { SolutionEvent } from '../../src/domain/solution/events.ts';
import type { Solution } from '../../src/domain/solution/state.ts';
import { reported } from './adoption/reports.ts';
import { type Decide, placed } from './given.ts';
import { established, graphOf, renumbered } from './municipality/register.ts';
import { ks, nav, norskHelsenett, registry, stranger } from './registry-facts.ts';
import {
  annul, annulled, assigned, correct, costing, entered, forCounties, owned, record, redescribed, register, registered, released, solutionId,
  solutionWith,
} from './solution/events.ts'; // prettier-ignore

const municipalities = graphOf(established('0701'), renumbered('0701', '3801', '2020-01-01'));
const nobody = registry({ municipalities });
const facts = registry({ municipalities, solution: solutionWith({ capabilities: ['booking'] }) });

const rejectionsOf = (decision: Decision<unknown>): readonly Rejection[] => (decision.accepted ? [] : decision.rejections);
/** Why a command is refused by a solution with these facts: the first of them is event 2. */
const refusing = (command: Decide<Solution | undefined, SolutionEvent>, ...events: SolutionEvent[]) =>
  rejectionsOf(command(solutionWith({}, ...events), facts));
const reporting = (...content: Parameters<typeof reported>) => rejectionsOf(reportAdoption(noAdoption, reported(...content), facts));
const organisation: OrganisationEvent = {
  type: 'OrganisationRegistered',
  data: { organisationNumber: norskHelsenett, name: 'Norsk helsenett SF', sector: 'state' },
};
const programme = (nb: string): ProgrammeEvent => ({
  type: 'ProgrammeRegistered',
  data: { programmeId: solutionId, names: { nb, nn: null, en: null } },
});

/** Every reason to refuse, with a command that is refused for it alone, and how it is said. */
const refusals: Record<RejectionCode, { why: readonly Rejection[]; sentence: string }> = {
  'unknown-solution': {
    why: rejectionsOf(reportAdoption(noAdoption, reported('3801', 'in-use', '2020-01-01'), nobody)),
    sentence: 'solution digisos is not registered',
  },
  'unknown-organisation': {
    why: refusing(record(assigned('operation', stranger, '2020-01-01'))),
    sentence: 'organisation 915933149 is not registered; register it first',
  },
  'unknown-programme': {
    why: refusing(record(redescribed({ programmeId: 'akson' }, '2020-01-01'))),
    sentence: 'programme akson is not registered; register it first',
  },
  'unknown-capability': {
    why: reporting('3801', 'in-use', '2020-01-01', { capability: 'messages' }),
    sentence: 'the solution has no capability messages on 2020-01-01; it has booking',
  },
  'unknown-county': {
    why: refusing(record(forCounties(['07'], '2020-01-01'))),
    sentence: 'county 07 does not exist on 2020-01-01',
  },
  'unknown-currency': {
    why: refusing(record(costing(5, { currency: 'NKR' }))),
    sentence: 'NKR is not a currency of ISO 4217; the Norwegian krone is NOK',
  },
  'amount-out-of-range': {
    why: refusing(record(costing(8, { fiscalYear: 2025 })), costing(Number.MAX_SAFE_INTEGER - 7)),
    sentence: 'with all else that is recorded of digisos in NOK, costs could not be summed exactly any more: there is room for 7 minor units',
  },
  'unknown-municipality': {
    why: reporting('9999', 'in-use', '2020-01-01'),
    sentence: 'the register has never had a municipality 9999',
  },
  'municipality-not-valid-on-date': {
    why: reporting('0701', 'in-use', '2020-05-01'),
    sentence: 'municipality 0701 is not valid on 2020-05-01: it was renumbered to 3801 on 2020-01-01',
  },
  'before-register': {
    why: reporting('0701', 'in-use', '2016-12-31'),
    sentence: '2016-12-31 is before the municipality register begins on 2017-01-01',
  },
  'solution-exists': {
    why: refusing(register(registered({ name: 'Kjernejournal' }))),
    sentence: 'solution digisos is registered already, with other content',
  },
  'organisation-exists': {
    why: rejectionsOf(registerOrganisation(placed(organisation, 0), { ...organisation.data, name: 'NHN' })),
    sentence: 'organisation 994598759 is registered already, with another name or sector',
  },
  'programme-exists': {
    why: rejectionsOf(registerProgramme(placed(programme('Digisos'), 0), programme('Journal').data)),
    sentence: 'programme digisos is registered already, with other names',
  },
  'not-assigned': {
    why: refusing(record(released('operation', '2020-01-01'))),
    sentence: 'nobody has operation on 2020-01-01, so nobody can be released',
  },
  'not-a-fact': { why: refusing(annul(1)), sentence: 'event 1 is not an original fact: it cannot be corrected or annulled' },
  'already-annulled': {
    why: refusing(annul(2), entered('pilot', '2020-01-01'), annulled(2)),
    sentence: 'fact event 2 was annulled by event 3',
  },
  'correction-changes-key': {
    why: refusing(correct(2, assigned('support', nav, '2020-01-01')), assigned('operation', nav, '2020-01-01')),
    sentence: 'fact event 2 is about a supplier of operation and cannot become a supplier of support; annul it and record another',
  },
  'shares-do-not-sum': {
    why: refusing(record(owned([[nav, 5_000], [ks, 4_999]], '2020-01-01'))),
    sentence: 'the shares sum to 9999 basis points, not to 10000',
  },
  'shares-incomplete': {
    why: refusing(record(owned([[nav, 10_000], [ks, null]], '2020-01-01'))),
    sentence: 'owners with a share: 1, without: 1; give all of them one, or none',
  },
  'duplicate-owner': {
    why: refusing(record(owned([[nav, null], [nav, null]], '2020-01-01'))),
    sentence: 'owner 889640782 stands twice; add its shares together',
  },
  'duplicate-capability': {
    why: refusing(record(redescribed({ capabilities: ['booking', 'booking'] }, '2020-01-01'))),
    sentence: 'capability booking stands twice',
  },
  'not-allowed': {
    why: mayRecord(ks, { kind: 'ownership', solutionId }, '2020-01-01' as CivilDate, facts),
    sentence: 'organisation 971032146 may not record who owns this solution by the roles of today, whatever day it is about; allowed: the national supplier function',
  },
}; // prettier-ignore

describe('a command that is refused', () => {
  it.each(Object.entries(refusals))('for %s is refused for that alone', (code, { why }) => {
    expect(why.map((rejection) => rejection.code)).toEqual([code]);
  });

  it.each(Object.entries(refusals))('for %s is told what is wrong and what would be right', (_, { why, sentence }) => {
    expect(why.map(rejectionSentence)).toEqual([sentence]);
  });

  it('can be refused for every reason that the domain has', () => {
    const source = readFileSync(new URL('../../src/domain/rejection.ts', import.meta.url), 'utf8');
    const [details = ''] = /interface RejectionDetails \{[^]*?\n\}/.exec(source) ?? [];
    const codes = [...details.matchAll(/^ {2}'([a-z-]+)':/gm)].map(([, code]) => code);
    expect(new Set(Object.keys(refusals))).toEqual(new Set(codes));
  });
});

describe('the sentence of a number that is not valid', () => {
  it('says where it came from when it was not valid yet', () => {
    const [rejection] = reporting('3801', 'in-use', '2019-12-31');
    expect(rejection && rejectionSentence(rejection)).toBe(
      'municipality 3801 is not valid on 2019-12-31: it was renumbered from 0701 on 2020-01-01',
    );
  });
});
