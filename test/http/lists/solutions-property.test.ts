import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Schemas, startService } from '../service.ts';
import { naiveList, type Question, type Told } from './naive.ts';
import { carriedOut, DIRECTORATES, plans, questions, registerOthers, targetOf } from './registries.ts';

type List = Schemas['SolutionList'];

/** All pages of a list; after the first, something is recorded. */
async function scanned(
  service: Awaited<ReturnType<typeof startService>>,
  target: string,
  between: () => Promise<unknown>,
): Promise<List[]> {
  const pages: List[] = [];
  for (let next: string | null = target; next !== null; ) {
    if (pages.length === 1) await between();
    const page: List = (await service.get(next)).as('SolutionList');
    pages.push(page);
    next = page.next;
  }
  return pages;
}

const countsOf = ({ facets }: List) =>
  Object.fromEntries(facets.map(({ name, values }) => [name, Object.fromEntries(values.map(({ value, count }) => [value ?? '-', count]))]));

describe('a list of solutions', () => {
  const ended: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(ended.map((end) => end())));

  it('is what filtering, sorting and counting by hand gives, on all its pages, whatever is recorded meanwhile', async () => {
    const seen = { some: 0, several: 0 };
    await fc.assert(
      fc.asyncProperty(plans, fc.infiniteStream(fc.nat()), async (plan, seeds) => {
        const service = await startService({ register: false });
        ended.push(() => service.end());
        await registerOthers(service);
        const told: Told[] = await carriedOut(service, 'one', plan);
        let newcomers = 0;
        const record = async () => { told.push(...(await carriedOut(service, `later-${(newcomers += 1)}`, plan.slice(0, 1)))); }; // prettier-ignore
        for (const seed of seeds.take(25)) {
          const positions = told.map(({ position }) => position);
          const [question] = fc.sample(questions(positions), { seed, numRuns: 1 }) as [Question];
          const expected = naiveList(told, DIRECTORATES, question);
          const pages = await scanned(
            service,
            targetOf(question, service.store.logId, 1 + (seed % 3), positions.at(-1) ?? 0),
            seed % 5 === 0 ? record : () => Promise.resolve(),
          );
          expect({ question, ids: pages.flatMap(({ items }) => items.map(({ id }) => id)) }).toEqual({ question, ids: expected.ids });
          for (const page of pages) expect({ question, facets: countsOf(page) }).toEqual({ question, facets: expected.facets });
          if (expected.ids.length > 0) seen.some += 1;
          if (pages.length > 1) seen.several += 1;
        }
      }),
      { numRuns: 6 },
    );
    // Else it would show little: questions that nothing fits are easy.
    expect(Math.min(seen.some, seen.several)).toBeGreaterThan(20);
  });
});
