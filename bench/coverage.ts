import { CoverageFigures } from '../src/projections/coverage/coverage.ts';
import { emptyModels, folding, type ReadModels } from '../src/projections/read-models.ts';
import { bytesKept, type Line, timed } from './measure.ts';
import { fillPeer, openPeer } from './peer/table.ts';
import { planOf, SQL } from './peer/queries.ts';
import { asked, contests, MONTHS } from './questions.ts';
import { said } from './said.ts';
import { dateOf } from './world/days.ts';
import { world } from './world/world.ts';
import { writes } from './writes.ts';

/** How many solutions the peer keeps the past of: enough that a question meets another one each time. */
const PAST = 24;

/** Coverage from its first event to its last question. */
export function* coverageLines(solutions: number, reports: number): Generator<Line> {
  const made = world({ solutions, reports });
  const folded = emptyModels();
  const models: ReadModels = { ...folded, coverage: new CoverageFigures(folded) };
  const { adoptions, coverage } = models;
  const before = bytesKept();
  const others = folding(models).filter((model) => model !== adoptions);
  for (const event of made.events()) for (const model of others) model.fold(event);
  const beside = bytesKept();
  for (const event of made.events()) adoptions.fold(event);
  said(`folded ${made.positionOf(reports - 1)} events`);

  const everything = asked(made.solutionIds);
  const first = timed(() => coverage.on(everything, dateOf(1500), ['solution']));
  const second = timed(() => coverage.on({ ...everything, stage: 'planned', inheritance: 'all' }, dateOf(1500), ['solution']));
  coverage.series(everything, MONTHS, ['solution']);
  coverage.on(everything, dateOf(2000), ['county']);
  coverage.on({ ...everything, stage: 'planned', inheritance: 'all' }, dateOf(2000), ['county']);
  const kept = bytesKept();
  yield { what: 'bytes a report, all that coverage keeps', ours: (kept - beside) / reports, peer: null, unit: 'bytes', goal: '48 (34)' };
  yield { what: 'bytes an event, the other read models', ours: (beside - before) / reports, peer: null, unit: 'bytes', goal: '–' };
  yield { what: 'the first question of all, everything still to be derived', ours: first.took, peer: null, unit: 'ms', goal: '–' };
  yield { what: 'the first with another threshold and rule', ours: second.took, peer: null, unit: 'ms', goal: '–' };

  const peer = openPeer();
  const past = Array.from({ length: Math.min(PAST, solutions) }, (_, index) => Math.floor((index * solutions) / PAST));
  const { took } = timed(() => { fillPeer(peer, made, models, past); }); // prettier-ignore
  said(`filled the peer in ${Math.round(took / 1000)} s`);
  for (const [name, sql] of Object.entries(SQL)) said(`${name}: ${planOf(peer, sql).join('; ')}`);
  const unasked = bytesKept();
  yield* contests(made, models, peer, past);
  const afterwards = (kept - beside + bytesKept() - unasked) / reports;
  yield {
    what: `bytes a report, with what is kept of the past of ${past.length} solutions`,
    ours: afterwards,
    peer: null,
    unit: 'bytes',
    goal: '48 (34)',
  };
  peer.close();
  yield* writes(made, models);
}
