import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { desk, telephone } from './browser';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const all = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** What a theme can break: it changes colours and nothing else. */
const ofColours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Until what was begun to move has come to rest: a colour in the middle of a transition is nobody's. */
function rest(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const isMoving = (one: Animation) =>
      one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    const moving = () => document.getAnimations().filter(isMoving);
    // What was changed just now begins to move with a frame to come.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    for (let round = 0; round < 10 && moving().length > 0; round += 1)
      await Promise.allSettled(moving().map((one) => one.finished));
  });
}

/** What axe finds on the page as it is shown now: `rule: selector`, each with where it was looked at. */
async function violations(page: Page, where: string, runOnly: typeof all): Promise<readonly string[]> {
  await rest(page);
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const results = await page.evaluate<AxeResults, typeof all>(
    // No rule above reads the style sheets: axe would fetch and parse them anew each time.
    // @ts-expect-error: `axe` is what the line above defined in the page.
    (only) => axe.run(document, { runOnly: only, resultTypes: ['violations'], preload: { assets: ['media'] } }),
    runOnly,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** axe in both themes at both sizes, without loading the page again. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [['light', all] as const, ['dark', ofColours] as const]) {
    for (const size of [desk, telephone]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      found.push(...(await violations(page, `${new URL(page.url()).pathname}, ${colorScheme}, ${size.width}`, rules)));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desk);
  return found;
}

/**
 * How many CSS pixels the page is wider than the window, at 320 pixels (WCAG 1.4.10: none). What is scrolled is the page's
 * main part: the document itself is as wide as the window whatever stands in there.
 */
export async function overflowAt320(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].map((part) => part.scrollWidth - part.clientWidth),
  );
  await page.setViewportSize(desk);
  return Math.max(0, ...over);
}

/** Controls that a finger or a shaky hand would miss: below 24 pixels (WCAG 2.5.8), 44 where a finger is expected. */
export function smallTargets(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate((size) => {
    const controls = [...document.querySelectorAll<HTMLElement>('button, select, input, summary')];
    return controls.flatMap((control) => {
      const target = control.closest('label') ?? control.closest('.query') ?? control;
      const { width, height } = target.getBoundingClientRect();
      const seen = width > 1 && height > 1 && control.checkVisibility();
      return seen && (width < size || height < size)
        ? [`${control.outerHTML.slice(0, 80)} is ${Math.round(width)} by ${Math.round(height)}`]
        : [];
    });
  }, least);
}

/** What is wrong with a page as it stands: barriers, something scrolled sideways at 320 pixels, targets too small for a mouse or a finger. */
export async function flawsOf(page: Page): Promise<readonly string[]> {
  const found = [...(await barriers(page)), ...(await smallTargets(page, 24))];
  if ((await overflowAt320(page)) > 0) found.push('wider than 320 pixels');
  await page.setViewportSize(telephone);
  found.push(...(await smallTargets(page, 36)));
  await page.setViewportSize(desk);
  return found;
}
