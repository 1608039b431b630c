import { NATIONAL_SUPPLIER_FUNCTION } from '../../../src/domain/authority.ts';
import { apiTarget } from '../../../src/cli/adoption/api-target.ts';
import { plan } from '../../../src/cli/adoption/plan.ts';
import { record } from '../../../src/cli/adoption/run.ts';
import { readTable } from '../../../src/cli/adoption/table.ts';

const asked = { solutionId: 'imported', consumer: NATIONAL_SUPPLIER_FUNCTION };

/** A table for `import adoption`, as the CLI would send it; run again after a kill, it goes on. */
export class Import {
  readonly #marks: readonly string[];
  readonly #text: string;
  isDone = false;

  constructor(round: number, municipalities: readonly string[]) {
    const name = (index: number): string => `import-${round}-${index}`;
    this.#marks = municipalities.map((_, index) => `"${name(index)}"`);
    const rows = municipalities.map((number, index) => `2021-01-01,${number},${round % 2 === 0 ? 'planned' : 'in-use'},${name(index)}`);
    this.#text = ['effective_from,number,stage,evidence', ...rows].join('\n');
  }

  /** Records the rows that are left. Where the service goes away, the next time does the rest. */
  async run(url: string): Promise<void> {
    const target = apiTarget(url, asked);
    const planned = await plan(readTable(this.#text).rows, await target.standing(), asked);
    await record(target, planned, () => undefined);
    this.isDone = true;
  }

  /** The marks that must stand once it is done. */
  get marks(): readonly string[] {
    return this.isDone ? this.#marks : [];
  }
}
