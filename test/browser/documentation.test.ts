import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ask } from '../cli/process.ts';
import { OSLO_KOMMUNE } from '../http/sector.ts';
import { found } from './axe.ts';
import { describeInChromium } from './chromium.ts';
import { marked } from './focus.ts';
import { focused, press, SCREENS, tabTo, type, visits } from './visit.ts';

const operation = (page: Page, id: string): Locator => page.locator(`.opblock[id$="-${id}"]`);
const summary = (operation: Locator): Locator => operation.locator('.opblock-summary-control');
const copying = (operation: Locator): Locator => operation.getByRole('button', { name: 'Copy path to clipboard' });
const answer = (operation: Locator): Locator => operation.locator('.live-responses-table tbody');

/** Opens an operation, fills fields in the order in which they stand, and sends it. */
async function tryOut(page: Page, id: string, fields: Readonly<Record<string, string>>): Promise<Locator> {
  const opened = operation(page, id);
  await press(page, summary(opened));
  await press(page, opened.getByRole('button', { name: 'Try it out' }));
  for (const [name, text] of Object.entries(fields)) await type(page, opened.getByRole('textbox', { name, exact: true }), text);
  await press(page, opened.getByRole('button', { name: 'Execute' }));
  return opened;
}

/** What a screen reader says by itself, once there is something. */
const saying = (page: Page): Locator => page.getByRole('status').filter({ hasText: /./ });
const said = (page: Page): Promise<string> => saying(page).innerText();

const COLOURS = ['light', 'dark'] as const;

async function inColour(page: Page, colour: (typeof COLOURS)[number]): Promise<void> {
  const toggle = page.getByRole('button', { name: `Switch to ${colour} mode` });
  if ((await toggle.count()) > 0) await toggle.press('Enter');
}

/** The lines of answers, scrolled to their end, on which a button stands; in the page. */
const COVERED = `[...document.querySelectorAll('.live-responses-table .highlight-code')].flatMap((code) => {
  const body = code.querySelector('pre');
  body.scrollTop = body.scrollHeight;
  const text = document.createRange();
  text.selectNodeContents(body);
  const buttons = [...code.querySelectorAll('button')].map((button) => button.getBoundingClientRect());
  return [...text.getClientRects()].filter((line) => buttons.some(({ left, top }) => line.right > left && line.bottom > top));
}).length`;

describeInChromium('the documentation, to somebody with nothing but a keyboard', () => {
  const to = visits();

  describe('as it opens', () => {
    let page: Page;
    beforeAll(async () => {
      page = await to.visit('/docs/');
    });

    it('leads by its first link past all that is said before the operations', async () => {
      await press(page, page.getByRole('link', { name: 'Skip to operations' }));
      await page.keyboard.press('Tab');
      expect(await focused(page).innerText()).toBe('Organisations');
    });

    it('has one stop for an operation, and the next for copying its path', async () => {
      await tabTo(page, summary(operation(page, 'listOrganisations')));
      await page.keyboard.press('Tab');
      expect(await focused(page).getAttribute('aria-label')).toBe('Copy path to clipboard');
    });

    it('tells who does not see it what is missing in a request, and leaves the field its name', async () => {
      const asked = await tryOut(page, 'getOrganisation', { organisationNumber: '' });
      expect(await said(page)).toContain(`For 'organisationNumber': Required field is not provided.`);
      expect(await asked.getByRole('textbox', { name: 'organisationNumber', exact: true }).count()).toBe(1);
    });
  });

  describe.each([
    ['a wide screen', { id: 'digisos-programmet', names: { nb: 'Digisos-programmet' } }],
    ['a phone', { id: 'felles-journal', names: { nb: 'Felles journal' } }],
  ] as const)('tried out on %s', (screen, programme) => {
    let page: Page;
    let asked: Locator;
    let sent: Locator;
    beforeAll(async () => {
      page = await to.visit('/docs/', screen);
      asked = await tryOut(page, 'getOrganisation', { organisationNumber: OSLO_KOMMUNE });
      await answer(asked).waitFor();
      sent = await tryOut(page, 'registerProgramme', { 'Request body': JSON.stringify(programme) });
      await answer(sent).waitFor();
    });

    it('lets them ask, and shows what was answered', async () => {
      expect(await answer(asked).innerText()).toMatch(/^404\b[^]*"type": "\/problems\/unknown-organisation"/);
    });

    it('names in an answer the address of a page that says what to do', async () => {
      const problem = JSON.parse(await answer(asked).locator('.highlight-code pre').innerText()) as { type: string; title: string };
      const told = await to.visit(problem.type, screen);
      expect(await told.getByRole('heading', { level: 1 }).innerText()).toBe(problem.title);
      expect(await told.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['What it means', 'What to do']);
    });

    it('lets them record: what they typed stands in the registry', async () => {
      expect((await ask(`${to.url}/v1/programmes/${programme.id}`)).body).toMatchObject(programme);
    });

    it('tells who does not see it that an answer has come, and which', async () => {
      expect(await said(page)).toBe('Answer: 201');
    });

    it('shows nothing of that to who does', async () => {
      const { width = 0, height = 0 } = (await saying(page).boundingBox()) ?? {};
      expect(width * height).toBeLessThan(2);
    });

    it('leaves the keyboard where it was', async () => {
      expect(await focused(page).innerText()).toBe('Execute');
    });

    it('is as wide as the screen, and no wider', async () => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(SCREENS[screen].viewport.width);
    });

    it('covers no line of an answer by the buttons that stand on it', async () => {
      expect(await page.evaluate(COVERED)).toBe(0);
    });

    it.each(COLOURS)('has nothing that axe finds (%s)', async (colour) => {
      await inColour(page, colour);
      expect(await found(page)).toEqual([]);
    });

    if (screen === 'a wide screen')
      it.each(COLOURS)('shows at every kind of stop where the keyboard is (%s)', async (colour) => {
        await inColour(page, colour);
        const kinds = [
          ...(await marked(page, page.getByRole('link', { name: 'Skip to operations' }), sent.getByRole('button', { name: 'Clear' }))),
          ...(await marked(page, copying(page.locator('.opblock').last()), page.getByRole('button', { name: 'Expand all' }).first())),
        ];
        expect(kinds.filter(([, isMarked]) => !isMarked)).toEqual([]);
        expect(kinds.length).toBeGreaterThan(25);
      });
  });

  it('asks nobody else for anything, and nothing of it fails or is stopped', () => {
    expect(to.complaints).toEqual([]);
  });
});
