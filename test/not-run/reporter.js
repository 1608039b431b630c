import { notRun } from './not-run.ts';

/**
 * Names what was not run in the last lines of the output, so that what needs a program that is not installed never passes in silence.
 * Where tests were chosen by name (-t), the others are no news.
 */
export default class NotRunReporter {
  constructor({ testNamePattern }) {
    this.isChosen = Boolean(testNamePattern);
  }

  onRunComplete(_, results) {
    if (!this.isChosen) for (const line of notRun(results)) process.stderr.write(`${line}\n`);
  }
}
