import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { desk, telephone } from './browser';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it is shown now: `rule: selector`, each with where it was looked at. */
async function violations(page: Page, where: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults, string[]>(
    // @ts-expect-error: `axe` is what the line above defined in the page.
    (values) => axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    tags,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** axe in both themes at both sizes, without loading the page again. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of [desk, telephone]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      found.push(...(await violations(page, `${new URL(page.url()).pathname}, ${colorScheme}, ${size.width}`)));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desk);
  return found;
}

/** How many CSS pixels the page is wider than the window, at 320 pixels (WCAG 1.4.10: none). */
export async function overflowAt320(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.setViewportSize(desk);
  return Math.max(0, over);
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
