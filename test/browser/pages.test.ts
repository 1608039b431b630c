import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CATALOGUE, type ProblemCode } from '../../src/http/problems/catalogue.ts';
import { found } from './axe.ts';
import { describeInChromium } from './chromium.ts';
import { marked } from './focus.ts';
import { press, SCREENS, screens, visits } from './visit.ts';

const codes = Object.keys(CATALOGUE) as ProblemCode[];
const PAGES = ['/', '/problems', '/problems/municipality-not-valid-on-date'];

interface Drawn {
  readonly width: number;
  readonly headings: readonly string[];
  readonly links: readonly string[];
}

/** What a page has come to, in the page. */
const DRAWN = `({
  width: document.documentElement.scrollWidth,
  headings: [...document.querySelectorAll('h1, h2, h3')].map(({ textContent }) => textContent),
  links: [...document.links].map(({ pathname }) => pathname),
})`;

const title = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

describeInChromium('the pages, to somebody with nothing but a keyboard', () => {
  const to = visits();

  it('lead from the first one to a kind of problem, and back to all', async () => {
    const page = await to.visit('/');
    await press(page, page.getByRole('link', { name: 'The problems that an answer may name' }));
    await press(page, page.getByRole('link', { name: 'stale-revision' }));
    expect(await title(page)).toBe(CATALOGUE['stale-revision'].title);
    await press(page, page.getByRole('link', { name: 'All problems' }));
    expect(await title(page)).toBe('Problems');
  });

  it('lead from the first one wherever it says', async () => {
    const page = await to.visit('/');
    const links = await page
      .locator('a[href]')
      .evaluateAll((each: { getAttribute(name: string): string }[]) => each.map((link) => link.getAttribute('href')));
    expect(links).toContain('/docs/');
    for (const path of links) {
      await page.goto('/');
      await press(page, page.locator(`a[href="${path}"]`));
      await page.waitForURL(to.url + path);
    }
  });

  describe('of all kinds of problem', () => {
    const pages: Record<string, Drawn> = {};
    beforeAll(async () => {
      const page = await to.visit('/problems', 'a phone');
      for (const code of codes) {
        await page.goto(`/problems/${code}`);
        pages[code] = await page.evaluate<Drawn>(DRAWN);
      }
    });

    it('fit a phone', () => {
      const { width: phone } = SCREENS['a phone'].viewport;
      expect(codes.filter((code) => pages[code]?.width !== phone)).toEqual([]);
    });

    it('say what it is, what it means and what to do, and lead to all of them', () => {
      const wanted = codes.map((code) => [code, [CATALOGUE[code].title, 'What it means', 'What to do'], '/problems']);
      expect(codes.map((code) => [code, pages[code]?.headings, pages[code]?.links.at(-1)])).toEqual(wanted);
    });
  });

  it('fit a phone', async () => {
    const page = await to.visit('/', 'a phone');
    const widths: unknown[] = [];
    for (const path of PAGES) {
      await page.goto(path);
      widths.push((await page.evaluate<Drawn>(DRAWN)).width);
    }
    expect(new Set(widths)).toEqual(new Set([SCREENS['a phone'].viewport.width]));
  });

  // They have no dark colours of their own.
  it.each(screens)('have nothing that axe finds, on %s', async (screen) => {
    const page = await to.visit('/', screen);
    for (const path of PAGES) {
      await page.goto(path);
      expect(await found(page)).toEqual([]);
    }
  });

  it.each(PAGES)('show at every kind of stop where the keyboard is (%s)', async (path) => {
    const page = await to.visit(path);
    const links = page.getByRole('link');
    const kinds = [...(await marked(page, page.locator('body'), links.last()))];
    expect([kinds.length > 0, kinds.filter(([, isMarked]) => !isMarked)]).toEqual([true, []]);
  });

  it('ask nobody else for anything, and nothing of them fails or is stopped', () => {
    expect(to.complaints).toEqual([]);
  });
});
