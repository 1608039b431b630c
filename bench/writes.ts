import { coverageOf, coverageRows } from '../src/domain/adoption/coverage.ts';
import type { AdoptionFact } from '../src/domain/adoption/events.ts';
import { targetGroupMembers } from '../src/domain/adoption/target-group.ts';
import { instantOf, printInstant } from '../src/domain/instant.ts';
import { NEVER, position } from '../src/domain/position.ts';
import { descriptionOn, knownNow, targetGroupOn } from '../src/domain/solution/standing.ts';
import { adoptionStream } from '../src/domain/streams.ts';
import type { Recorded } from '../src/eventstore/port.ts';
import { coverageAt } from '../src/projections/coverage/table.ts';
import { folding, type ReadModels } from '../src/projections/read-models.ts';
import { type Line, median, ROUNDS, timed } from './measure.ts';
import { asked } from './questions.ts';
import { dateOf } from './world/days.ts';
import { random, uuidOf } from './world/random.ts';
import type { World } from './world/world.ts';

const A_ROUND = 40;
/** Event ids and positions beyond those of the world. */
const BEYOND = 50_000_000;

/**
 * A late report, then its correction, then its annulment: each folded into every read model, and the next question answered, on one
 * solution and on all of them; each answer held against the rule of the domain.
 */
export function* writes({ solutionIds, municipalities, reports, positionOf }: World, models: ReadModels): Generator<Line> {
  const { validOn, numbers } = municipalities;
  const chance = random(11);
  const list = folding(models);
  const everything = asked(solutionIds);
  let last = positionOf(reports.count);

  // Of the year of the world's last event: with the first event of a new year everything is derived anew, once.
  const recordedAt = printInstant(models.logTimes.newest ?? instantOf(0));

  const record = (event: Pick<Recorded, 'type' | 'data' | 'stream'>, id: string): void => {
    last = position(last + 1);
    const metadata = { consumer: '994598759', supplier: null, correlationId: '', causationId: null, fingerprint: '', attempt: '', recordedAt, hash: '' }; // prettier-ignore
    for (const model of list) model.fold({ ...event, id, position: last, revision: 0, metadata } as Recorded);
  };

  for (const which of ['one', 'all'] as const) {
    const times: Record<'late report' | 'correction' | 'annulment', number[]> = { 'late report': [], correction: [], annulment: [] };
    for (let round = 0; round < ROUNDS * A_ROUND; round += 1) {
      const day = 30 + chance.below(2800);
      const there = validOn(day);
      const municipalityNumber = numbers[there[chance.below(there.length)] ?? 0] ?? '';
      const solutionId = solutionIds[chance.below(solutionIds.length)] ?? '';
      const stream = adoptionStream(solutionId, municipalityNumber);
      const factId = uuidOf(BEYOND + last);
      const said = { solutionId, municipalityNumber, capability: null, source: 'municipality', evidence: null, confirmedAt: dateOf(day) };
      const fact = { type: 'AdoptionReported', data: { ...said, effectiveFrom: dateOf(day), stage: 'in-use' } } as AdoptionFact;
      const corrected = { ...fact, data: { ...fact.data, stage: 'planned' } } as AdoptionFact;
      const asOf = dateOf(day + chance.below(60));
      const { solutionIds: _, ...choice } = everything;
      const next = () =>
        which === 'one'
          ? models.coverage.one({ ...choice, solutionId }, asOf)
          : coverageAt(models.coverage.on(everything, asOf, ['solution']), solutionIds.indexOf(solutionId));

      const step = (kind: keyof typeof times, event: Pick<Recorded, 'type' | 'data'>, id: string): void => {
        const { took, result } = timed(() => {
          record({ ...event, stream } as Pick<Recorded, 'type' | 'data' | 'stream'>, id);
          return next();
        });
        times[kind].push(took);
        if (JSON.stringify(result) !== JSON.stringify(byRule(models, solutionId, asOf)))
          throw new Error(`the ${kind} on ${stream} does not show as the rule has it`);
      };
      step('late report', fact, factId);
      step('correction', { type: 'AdoptionReportCorrected', data: { factId, reason: 'a slip', fact: corrected } }, uuidOf(BEYOND + last));
      step('annulment', { type: 'AdoptionReportAnnulled', data: { factId, reason: 'a slip' } }, uuidOf(BEYOND + last));
    }
    for (const [kind, each] of Object.entries(times))
      yield { what: `${kind}, until the next answer on ${which} has it`, ours: median(each), peer: null, unit: 'ms', goal: '< 0.5 ms' };
  }
}

/** The figures of one solution by the rule for one municipality after the other. */
function byRule({ solutions, municipalities, adoptions }: ReadModels, solutionId: string, asOf: ReturnType<typeof dateOf>) {
  const solution = solutions.get(solutionId);
  if (solution === undefined) throw new Error(`${solutionId} is not registered`);
  const graph = municipalities.graph();
  const { confirmationMonths } = descriptionOn(solution, knownNow(asOf));
  const isMember = targetGroupMembers(graph, targetGroupOn(solution, knownNow(asOf)));
  const { stage, inheritance } = asked([]);
  return coverageOf(
    coverageRows(graph, { asOf, stage, inheritance, confirmationMonths, isMember }, adoptions.reportsOf(solutionId, null, NEVER)),
  );
}
