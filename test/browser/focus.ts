import type { Locator, Page } from 'playwright-core';
import { type Colour, contrast } from '../http/contrast.ts';
import { settled } from './axe.ts';
import { pixelsOf } from './pixels.ts';
import { focused, STOPS } from './visit.ts';

/** How far from what has the focus its mark may stand. */
const AROUND = 6;
/** As much of a stop is looked at, from its upper left corner. */
const LOOKED_AT = { width: 150, height: 50 };

interface Element {
  readonly tagName: string;
  readonly className: string;
  readonly parentElement: Element | null;
}

/** The page's own, in which the function below runs. */
declare const document: { readonly activeElement: Element };

function stopAt(last: unknown): { kind: string; isLast: boolean } {
  const { tagName, className, parentElement } = document.activeElement;
  return { kind: `${parentElement?.className ?? ''} > ${tagName}.${className}`, isLast: document.activeElement === last };
}

/**
 * Goes by Tab from one stop to another, and looks at the first of each kind in between: whether somebody sees that the keyboard is there
 * (WCAG 2.2, 2.4.7). @returns the kinds, and whether they are seen @throws Error where it never comes to the last one
 */
export async function marked(page: Page, first: Locator, last: Locator): Promise<ReadonlyMap<string, boolean>> {
  const kinds = new Map<string, boolean>();
  const end = await last.elementHandle();
  await first.focus();
  for (let stops = 0; stops < STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const { kind, isLast } = await page.evaluate(stopAt, end);
    if (!kinds.has(kind)) kinds.set(kind, await isMarked(page, focused(page)));
    if (isLast) return kinds;
  }
  throw new Error(`no Tab leads from ${String(first)} to ${String(last)}`);
}

/** Whether as much changes by 3 to 1 where the focus comes and goes as a line along two sides (1.4.11). */
async function isMarked(page: Page, stop: Locator): Promise<boolean> {
  await settled(page);
  const box = await stop.boundingBox();
  if (box === null || box.width * box.height === 0) return false;
  const [width, height] = [Math.min(box.width, LOOKED_AT.width), Math.min(box.height, LOOKED_AT.height)];
  const [x, y] = [Math.max(0, box.x - AROUND), Math.max(0, box.y - AROUND)];
  const clip = { x, y, width: width + 2 * AROUND, height: height + 2 * AROUND };
  const look = async () => pixelsOf(await page.screenshot({ clip, animations: 'disabled' }));
  const element = await stop.elementHandle();
  const there = await look();
  await stop.blur();
  const gone = await look();
  await element.focus();
  return there.filter((colour, at) => differs(colour, gone[at] ?? colour)).length >= width + height;
}

const differs = (one: Colour, other: Colour): boolean => one.some((part, at) => part !== other[at]) && contrast(one, other) >= 3;
