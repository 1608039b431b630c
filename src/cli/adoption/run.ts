import type { BadRow } from './table.ts';
import type { Plan, Planned } from './plan.ts';
import { RowRefused, type Target } from './target.ts';

/** How many rows are under way at once. */
const AT_ONCE = 16;

/** Runs work for every item, at most so many at once, each in the order given; the first fault ends it all. */
async function forEach<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const stop = { asked: false };
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !stop.asked; next = queue.next()) {
      try {
        await work(next.value);
      } catch (fault) {
        stop.asked = true;
        throw fault;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

/** The first pass: every row that the registry would refuse, in the order of the file. */
export async function check(target: Target, { reports }: Plan, each: () => void): Promise<BadRow[]> {
  const bad: BadRow[] = [];
  await forEach([...reports.values()].flat(), async (report) => {
    const reason = await target.check(report);
    if (reason !== null) bad.push({ line: report.row.line, reason });
    each();
  });
  return inFileOrder(bad);
}

const inFileOrder = (rows: readonly BadRow[]): BadRow[] => rows.toSorted((a, b) => a.line - b.line);

export interface Recorded {
  readonly recorded: number;
  readonly unchanged: number;
  /** What the first pass could not foresee, in the order of the file. */
  readonly refused: readonly BadRow[];
  /** How many rows were left behind them, each of a municipality that has one of those. */
  readonly left: number;
}

/** The second pass: the rows of a municipality one after the other, of different ones at once. */
export async function record(target: Target, { reports }: Plan, each: () => void): Promise<Recorded> {
  let [recorded, unchanged, left] = [0, 0, 0];
  const refused: BadRow[] = [];
  const inOrder = async (ofOne: readonly Planned[]): Promise<void> => {
    for (const [index, report] of ofOne.entries()) {
      try {
        if (await target.record(report)) recorded += 1;
        else unchanged += 1;
        each();
      } catch (fault) {
        if (!(fault instanceof RowRefused)) throw fault;
        refused.push({ line: report.row.line, reason: fault.message });
        left += ofOne.length - index - 1;
        return;
      }
    }
  };
  await forEach(reports.values(), inOrder);
  return { recorded, unchanged, refused: inFileOrder(refused), left };
}
