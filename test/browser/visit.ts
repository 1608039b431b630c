import { afterAll, beforeAll } from '@jest/globals';
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { folder, serve } from '../cli/process.ts';
import { type Launched, launch } from './chromium.ts';

/** What people look at. 320 px is also what is left of 1280 where somebody enlarges four times (WCAG 2.2, 1.4.10). */
export const SCREENS = {
  'a wide screen': { viewport: { width: 1280, height: 800 } },
  'a phone': { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>;

export type Screen = keyof typeof SCREENS;
export const screens = Object.keys(SCREENS) as Screen[];

/** Visits of a service of the tests' own. */
export interface Visits {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** What a browser complained of so far, and whom it asked but the service. */
  readonly complaints: readonly string[];
  /** A page of the service, in a browser that knows nothing from before. */
  visit(path: string, screen?: Screen): Promise<Page>;
}

/** A service and a Chromium for the tests of this block; both end with it. */
export function visits(): Visits {
  let url = '';
  let launched: Launched | undefined;
  const complaints: string[] = [];

  beforeAll(async () => {
    // What is there must be known for its end, also where the other one fails.
    const browser = launch().then((it) => { launched = it; }); // prettier-ignore
    const service = serve({ DATA_DIR: folder() }).then((it) => { url = it.url; }); // prettier-ignore
    await Promise.all([browser, service]);
  });
  afterAll(() => launched?.close());

  const listen = (context: BrowserContext): void => {
    context.on('console', (message) => {
      const { url: about } = message.location();
      // That an operation refuses, Chromium calls an error; it is what the person asked for.
      const isAnswer = about.startsWith(`${url}/v1/`) && /the server responded with a status of 4\d\d/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !isAnswer) complaints.push(`${about}: ${message.text()}`);
    });
    context.on('weberror', (fault) => complaints.push(fault.error().message));
    context.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`) && !/^(data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
  };

  return {
    get url() {
      return url;
    },
    complaints,
    async visit(path, screen = 'a wide screen') {
      if (launched === undefined) throw new Error('it is not there yet');
      const context = await launched.browser.newContext({ ...SCREENS[screen], baseURL: url });
      listen(context);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
  };
}

/** Where the keyboard is. */
export const focused = (page: Page): Locator => page.locator(':focus');

/** The page's own, in which a function below runs. */
declare const document: { readonly activeElement: unknown };

/** More stops than there are on the way to anything. */
export const STOPS = 500;

/** Presses Tab until the keyboard is there. @throws Error where it never is */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const element = await wanted.elementHandle();
  for (let stops = 0; stops < STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((there) => document.activeElement === there, element)) return;
  }
  throw new Error(`no Tab leads to ${String(wanted)}`);
}

/** Follows a link, or presses a button, as somebody does who has only a keyboard. */
export async function press(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
}

/** Types into a field in place of what stands in it. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}
