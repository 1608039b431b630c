import { Adoptions } from './adoptions.ts';
import type { CoverageFigures } from './coverage/coverage.ts';
import { Facts } from './facts.ts';
import { LogIndex } from './log-index.ts';
import { LogTimes } from './log-times.ts';
import { Municipalities } from './municipalities.ts';
import { Names } from './names.ts';
import { Organisations } from './organisations.ts';
import { Positions } from './positions.ts';
import { Programmes } from './programmes.ts';
import type { ReadModel } from './read-model.ts';
import { Revisions } from './revisions.ts';
import { Solutions } from './solutions.ts';

/** What is folded from the log. Each is rebuilt from it at start. */
export interface FoldedModels {
  readonly logTimes: LogTimes;
  readonly logIndex: LogIndex;
  readonly revisions: Revisions;
  readonly municipalities: Municipalities;
  readonly organisations: Organisations;
  readonly programmes: Programmes;
  readonly solutions: Solutions;
  readonly facts: Facts;
  readonly adoptions: Adoptions;
}

/** The read models of one process, with what is asked of several of them together. */
export interface ReadModels extends FoldedModels {
  readonly coverage: CoverageFigures;
}

/**
 * In the order in which they fold an event: reports are kept by what `facts` knows of them.
 * @param names what names are numbered by: events in short must come with the same numbers
 * @param positions of all that is folded
 */
export function emptyModels(names = new Names(), positions = new Positions()): FoldedModels {
  const facts = new Facts(names, positions);
  return {
    logTimes: new LogTimes(positions),
    logIndex: new LogIndex(names, positions),
    revisions: new Revisions(names, positions),
    municipalities: new Municipalities(),
    organisations: new Organisations(),
    programmes: new Programmes(),
    solutions: new Solutions(),
    facts,
    adoptions: new Adoptions(facts, names),
  };
}

/** Those that fold, in their order. */
export const folding = (models: FoldedModels): readonly ReadModel[] =>
  (Object.values(models) as object[]).filter((model): model is ReadModel => 'fold' in model);
