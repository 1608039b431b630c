import { Adoptions } from './adoptions.ts';
import { Facts } from './facts.ts';
import { LogTimes } from './log-times.ts';
import { Municipalities } from './municipalities.ts';
import { Organisations } from './organisations.ts';
import { Programmes } from './programmes.ts';
import { Revisions } from './revisions.ts';
import { Solutions } from './solutions.ts';

/** The read models of one process. Each is rebuilt from the log at start. */
export interface ReadModels {
  readonly logTimes: LogTimes;
  readonly revisions: Revisions;
  readonly municipalities: Municipalities;
  readonly organisations: Organisations;
  readonly programmes: Programmes;
  readonly solutions: Solutions;
  readonly adoptions: Adoptions;
  readonly facts: Facts;
}

export const emptyReadModels = (): ReadModels => ({
  logTimes: new LogTimes(),
  revisions: new Revisions(),
  municipalities: new Municipalities(),
  organisations: new Organisations(),
  programmes: new Programmes(),
  solutions: new Solutions(),
  adoptions: new Adoptions(),
  facts: new Facts(),
});
