import { expect, it } from '@jest/globals';
import { INHERITANCES } from '../../../src/domain/adoption/inheritance.ts';
import type { AdoptionEvent } from '../../../src/domain/adoption/events.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { adoptionStream, solutionStream } from '../../../src/domain/streams.ts';
import { coverageAt } from '../../../src/projections/coverage/table.ts';
import { Chronicle } from '../../coverage/chronicle.ts';
import { reported } from '../../domain/adoption/reports.ts';
import { counted, countyEstablished, established, merged } from '../../domain/municipality/register.ts';
import { registered, solutionId } from '../../domain/solution/events.ts';
import { CoverageByRule } from './by-rule.ts';

const FIRST = ['1101', '1102', '1103', '1104', '1105'];
const DATES = [
  '2017-06-01',
  '2018-03-01',
  '2018-09-01',
  '2019-12-31',
  '2020-01-01',
  '2020-06-30',
  '2020-11-15',
  '2021-02-01',
  '2021-07-01',
  '2022-01-01',
];

/** Mergers of who reported and who did not, with late, corrected, annulled and repeated reports on one solution. */
function history(): Chronicle {
  const chronicle = new Chronicle();
  chronicle.register(countyEstablished('11'));
  for (const [at, number] of FIRST.entries()) {
    chronicle.register(established(number));
    chronicle.register(counted(number, 1000 * (at + 1)));
  }
  chronicle.register(merged(['1101', '1102'], '1111', '2020-01-01'));
  chronicle.register(merged(['1103', '1104'], '1112', '2020-01-01'));
  chronicle.register(merged(['1111', '1105'], '1121', '2021-06-01'));
  chronicle.race(solutionStream(solutionId), registered({ confirmationMonths: 12 }));
  const record = (number: string, event: AdoptionEvent): string => {
    chronicle.race(adoptionStream(solutionId, number), event);
    return chronicle.events.at(-1)?.id ?? '';
  };
  record('1102', reported('1102', 'in-use', '2019-11-01', { confirmedAt: '2020-12-01' }));
  record('1101', reported('1101', 'established', '2019-05-01'));
  record('1101', reported('1101', 'planned', '2018-01-01'));
  const wrong = record('1103', reported('1103', 'in-use', '2018-05-01', { confirmedAt: '2019-04-01' }));
  const mistaken = record('1105', reported('1105', 'in-use', '2018-02-01'));
  record('1105', reported('1105', 'introducing', '2019-10-01'));
  record('1105', reported('1105', 'established', '2019-10-01', { confirmedAt: '2020-12-01' }));
  const fact = reported('1103', 'withdrawn', '2018-06-01');
  record('1103', { type: 'AdoptionReportCorrected', data: { factId: wrong, reason: 'a slip', fact } } as AdoptionEvent);
  record('1105', { type: 'AdoptionReportAnnulled', data: { factId: mistaken, reason: 'a slip' } } as AdoptionEvent);
  record('1104', reported('1104', 'in-use', '2019-11-01'));
  record('1111', reported('1111', 'in-use', '2020-05-01'));
  record('1121', reported('1121', 'planned', '2021-12-01'));
  return chronicle;
}

it('coverage of every day as known after every event is what the rule says of what had been reported by then', () => {
  const { events, models } = history();
  const rule = new CoverageByRule(models);
  const first = events.findIndex(({ type }) => type === 'SolutionRegistered');
  for (const { position: knownAt } of events.slice(first))
    for (const inheritance of INHERITANCES)
      for (const stage of ['introducing', 'in-use'] as const)
        for (const date of DATES as CivilDate[]) {
          const choice = { capability: null, stage, inheritance, knownAt };
          const told = coverageAt(rule.on({ ...choice, solutionIds: [solutionId] }, date), 0);
          expect({ knownAt, date, ...models.coverage.one({ ...choice, solutionId }, date) }).toEqual({ knownAt, date, ...told });
        }
});

it('coverage as known at an earlier event is what the rule says, asked again whenever something was recorded since', () => {
  const growing = new Chronicle();
  const rule = new CoverageByRule(growing.models);
  const { events } = history();
  const first = events.findIndex(({ type }) => type === 'SolutionRegistered');
  for (const [at, event] of events.entries()) {
    growing.replay([event]);
    for (const { position: knownAt } of events.slice(first, at + 1))
      for (const date of DATES as CivilDate[]) {
        const choice = { capability: null, stage: 'in-use', inheritance: 'majority', knownAt } as const;
        const told = coverageAt(rule.on({ ...choice, solutionIds: [solutionId] }, date), 0);
        const one = growing.models.coverage.one({ ...choice, solutionId }, date);
        expect({ at, knownAt, date, ...one }).toEqual({ at, knownAt, date, ...told });
      }
  }
});
