import { randomBytes } from 'node:crypto';
import { type Acknowledged, record, type Wanted } from './clients.ts';

const MUNICIPALITIES = ['0301', '1103', '4204', '4601', '5001'];
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** All reports are about one date, so that a report which was sent again would stand twice behind another's: only its key keeps it from that. */
const DAY = '2024-03-01';

/** What one client does: costs of a solution of its own and, beside all others, reports on the few municipalities of a solution that all share. */
function* wants(solution: string, shared: string): Generator<Wanted> {
  const of = (path: string, body: object): Wanted => ({ path: `/v1/solutions${path}`, body, key: `kill-${hex(16)}` });
  for (let n = 0; ; n += 1) {
    for (const stage of ['planned', 'in-use']) {
      const said = { effectiveFrom: DAY, stage, source: 'municipality', evidence: hex(8) };
      yield of(`/${shared}/adoptions/${MUNICIPALITIES[n % 5] ?? ''}/reports`, said);
    }
    const cost = { fiscalYear: 2020 + (n % 5), kind: 'operation', estimate: 'actual', priceLevelYear: 2020 };
    yield of(`/${solution}/cost-updates`, { ...cost, amount: { amount: n + 1, currency: 'NOK' } });
  }
}

/** Every so many answers one is lost. */
const LOST = 10;

export interface Load {
  readonly solutions: readonly string[];
  readonly acknowledged: readonly Acknowledged[];
  /** What was sent again after its answer, as by a client that lost it: as it was answered then. */
  readonly repeated: readonly { readonly first: Acknowledged; readonly again: Acknowledged }[];
  /** Resolves when so many more were acknowledged. @throws what one could not be for */
  more(count: number): Promise<void>;
  /** Begins nothing more; resolves when all that was begun is acknowledged. */
  finish(): Promise<void>;
}

/** Mixed writes with keys by so many clients at once. */
export async function startLoad(processes: () => readonly string[], clients: number): Promise<Load> {
  const run = hex(4);
  const solutions = Array.from({ length: clients + 1 }, (_, index) => `kill-${run}-${index}`);
  const [shared = '', ...own] = solutions;
  for (const id of solutions)
    await record(processes, { path: '/v1/solutions', body: { id, names: { nb: `Løsning ${id}` } }, key: `kill-${hex(16)}` });
  const acknowledged: Acknowledged[] = [];
  const repeated: Load['repeated'][number][] = [];
  let watches: (() => void)[] = [];
  let isOver = false;
  const work = async (solution: string): Promise<void> => {
    for (const wanted of wants(solution, shared)) {
      if (isOver) return;
      const first = await record(processes, wanted);
      acknowledged.push(first);
      if (acknowledged.length % LOST === 0) repeated.push({ first, again: await record(processes, wanted) });
      for (const watch of watches) watch();
    }
  };
  const done = Promise.all(own.map(work)).then(
    () => undefined,
    (error: unknown) => {
      isOver = true; // the others end with what they have under way
      throw error;
    },
  );
  return {
    solutions,
    acknowledged,
    repeated,
    more: (count) => {
      const wanted = acknowledged.length + count;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      watches = [() => { if (acknowledged.length >= wanted) resolve(undefined); }]; // prettier-ignore
      return Promise.race([done, promise]);
    },
    finish: () => {
      isOver = true;
      return done;
    },
  };
}
