import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.0, 2.1 and 2.2, levels A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What axe finds on a page as it stands: the rule, and where. */
export async function found(page: Page): Promise<string[]> {
  await settled(page);
  // Evaluated, not put into the page as a script: that their policy would stop, as it should.
  await page.evaluate(axe.source);
  const options = JSON.stringify({ runOnly: TAGS, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}

/** Has what glides from one colour or width to another arrive: half of the way is neither. */
export const settled = (page: Page): Promise<unknown> => page.evaluate('for (const glide of document.getAnimations()) glide.finish()');
