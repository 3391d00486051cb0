import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { desk, launch, type Seat, seatOf, telephone } from './browser';
import { origin } from './demo';
import { acme } from './role-checks';

let browser: Browser;
let seat: Seat;
let permalink = '';

beforeAll(async () => {
  browser = await launch();
  seat = await seatOf(browser, origin, 'operator');
});
afterAll(async () => {
  await browser.close();
});

const rowsOf = () => seat.page.locator('.table-bulk a[data-row]');
const count = async (name: RegExp) => {
  const words = await seat.page.getByRole('link', { name }).first().textContent();
  return Number(/\d+/.exec(words ?? '')?.[0]);
};

test('by keyboard alone: all that match are selected and pinged, and a line for each of them says what came of it', async () => {
  const { page, open } = seat;
  await open(`${acme}?tag=cpe`);
  const total = await page.locator('a[data-row]').count();
  expect(total).toBeGreaterThan(2);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();
  await page.getByRole('button', { name: `Select all ${total} matching` }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Run an action…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Run an action on ${total} devices` });
  await dialog.getByLabel('Address', { exact: true }).focus();
  await page.keyboard.type('10.20.0.1');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/customers/acme-corp/bulk/*');
  permalink = new URL(page.url()).pathname;
  await page.getByRole('heading', { level: 1, name: `Ping 10.20.0.1 on ${total} devices` }).waitFor();
  // One of the demo's routers is dead: the others do not wait for it, and it is one line among them.
  await page.getByRole('button', { name: 'Repeat on 1 device' }).waitFor({ timeout: 60_000 });
  expect([await count(/^All \d/), await count(/^Done \d/), await count(/^Failed \d/)]).toEqual([total, total - 1, 1]);
  expect(await rowsOf().count()).toBe(total);
  const dead = page.locator('.table-bulk tbody tr').first();
  expect(await dead.textContent()).toMatch(/Failed.*cpe-4413.*Unreachable/);
  const other = await page.locator('.table-bulk tbody tr').nth(1).locator('.cell-figure').allTextContents();
  expect(other[0]).toBe('5');
});

test('an outcome and an order are addresses, and bring the same lines back', async () => {
  const { page, open } = seat;
  await open(permalink);
  await page.getByRole('link', { name: /^Done \d/ }).click();
  await page.waitForURL('**outcome=done');
  // The same link leads on from what is on screen, so each order has to be there first.
  for (const order of ['ascending', 'descending']) {
    await page.getByRole('link', { name: 'Avg, ms' }).click();
    await page.locator(`th[aria-sort=${order}]`, { hasText: 'Avg, ms' }).waitFor();
  }
  const { pathname, search } = new URL(page.url());
  expect(pathname + search).toBe(`${permalink}?outcome=done&sort=avgMs&order=descending`);
  const shown = await rowsOf().allTextContents();
  const averages = (await page.locator('.table-bulk td[data-title="Avg, ms"]').allTextContents()).map(Number);
  expect(averages).toEqual(averages.toSorted((a, b) => b - a));
  await open(pathname + search);
  expect(await rowsOf().allTextContents()).toEqual(shown);
});

test('one answer is opened in its place, packet by packet', async () => {
  const { page, open } = seat;
  await open(`${permalink}?outcome=done`);
  const button = page.getByRole('button', { name: /^Show answer/ }).first();
  await button.click();
  await page.getByRole('img', { name: /^Round trips of 5 packets/ }).waitFor();
  expect(
    await page
      .getByRole('button', { name: /^Hide answer/ })
      .first()
      .getAttribute('aria-expanded'),
  ).toBe('true');
  // A long line of one router does not push the others' columns off the screen.
  for (const size of [telephone, desk]) {
    await page.setViewportSize(size);
    const over = await page.locator('.table-region').evaluate((region) => region.scrollWidth - region.clientWidth);
    expect([size.width, over]).toEqual([size.width, 0]);
  }
  await page
    .getByRole('button', { name: /^Hide answer/ })
    .first()
    .click();
  await page.getByRole('img', { name: /^Round trips/ }).waitFor({ state: 'detached' });
});

test('no barrier that axe knows of, nothing sideways at 320 pixels, and every target large enough', async () => {
  const { page, open } = seat;
  const found: string[] = [];
  for (const path of [permalink, `${permalink}?outcome=stopped`, '/customers/acme-corp/bulk', '/bulk']) {
    await open(path);
    found.push(...(await barriers(page)));
    const over = await overflowAt320(page);
    if (over > 0) found.push(`${path} is ${over} pixels too wide`);
    found.push(...(await smallTargets(page, 24)));
    await page.setViewportSize(telephone);
    found.push(...(await smallTargets(page, 36)));
    await page.setViewportSize(desk);
  }
  expect(found).toEqual([]);
});

test('what failed is asked anew, that alone, and the two bulk runs lead to each other', async () => {
  const { page, open } = seat;
  await open(permalink);
  await page.getByRole('button', { name: 'Repeat on 1 device' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ping 10.20.0.1 on 1 device' }).waitFor();
  await page.getByRole('button', { name: 'Repeat on 1 device' }).waitFor({ timeout: 60_000 });
  expect(await rowsOf().allTextContents()).toEqual(['cpe-4413']);
  await page.getByRole('link', { name: 'an earlier bulk run' }).click();
  await page.waitForURL(`**${permalink}`);
  // The repeat is named by when it was asked.
  await page.getByText('What failed was repeated:').getByRole('link', { name: /UTC$/ }).waitFor();
});

test('the file has a line for each device', async () => {
  const { page, open } = seat;
  await open(permalink);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^bulk-run-acme-corp-[0-9a-f]{8}\.csv$/);
});

test('a Viewer sees all of it, live too, and can start, stop or repeat nothing', async () => {
  const viewer = await seatOf(browser, origin, 'viewer');
  await viewer.open(permalink);
  await viewer.page.getByRole('heading', { level: 1, name: /^Ping 10\.20\.0\.1/ }).waitFor();
  expect(await viewer.page.getByRole('button', { name: /^Repeat|^Stop|^Export|^Run/ }).count()).toBe(0);
  await viewer.open(acme);
  expect(await viewer.page.getByRole('checkbox').count()).toBe(0);
  expect(viewer.problems()).toEqual([]);
});

test('under another customer’s address there is no such bulk run', async () => {
  const { open } = seat;
  expect((await open(permalink.replace('acme-corp', 'other-isp'))).status()).toBe(404);
  expect((await open('/customers/other-isp/bulk')).status()).toBe(403);
  expect(seat.problems()).toEqual([]);
});
