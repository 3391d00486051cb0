import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { launch, type Seat, seatOf, telephone } from './browser';
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

const patience = { timeout: 60_000 };
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const row = (page: Page, name: string): Locator => page.locator('.table-rollout tbody tr').filter({ hasText: name });

test('one template on many devices with a dead one among them: previewed on each, authorised once, made in waves', async () => {
  const { page, open } = seat;
  await open(`${acme}?tag=cpe`);
  const total = await page.locator('a[data-row]').count();
  expect(total).toBeGreaterThan(2);
  expect(total).toBeLessThan(11);
  for (let index = 0; index < total; index += 1) {
    await page.keyboard.press('j');
    await page.keyboard.press('x');
  }
  await page.getByText(`${total} selected`).waitFor();
  await button(page, 'Deploy a template…').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Deploy a template to ${total} devices` });
  await dialog.getByLabel('Template').selectOption({ label: 'Set the clock by NTP' });
  await dialog.getByLabel('Servers').fill('192.0.2.123');
  await dialog.getByLabel('The first device alone, then so many at a time').fill('2');
  await button(page, `Preview on ${total} devices`).click();
  await page.waitForURL('**/jobs/*');
  permalink = new URL(page.url()).pathname;
  await button(page, 'Authorise and run').waitFor(patience);
  const dead = row(page, 'cpe-4413');
  expect(await dead.textContent()).toMatch(/Unreachable.*Left out/);
  expect(await page.getByRole('region', { name: 'Line for the router' }).textContent()).toContain(
    '/system/ntp/client/set enabled=yes mode=unicast servers=192.0.2.123',
  );
  expect(await barriers(page)).toEqual([]);
  await button(page, 'Authorise and run').focus();
  await page.keyboard.press('Enter');
  await page.locator('.change-outcome b').getByText('Verified', { exact: true }).waitFor(patience);
  const outcomes = await page.locator('.table-results .cell-status').allTextContents();
  // Two of them are RouterOS 6, which has no safe mode: left out in words, as the dead one is.
  expect(outcomes.toSorted()).toEqual(['Failed', 'Failed', 'Failed', 'Verified', 'Verified']);
  expect(await row(page, 'cpe-4413').textContent()).toContain('Unreachable');
  const waves = await page.locator('.table-results .cell-count').allTextContents();
  expect(waves.toSorted()).toEqual(['', '', '', '1', '2']);
  const times = await page.locator('.table-results .cell-step time').count();
  expect(times).toBe(12);
});

test('what failed of it, and nothing else, is asked for once more by a press; the inbox names no job where none waits', async () => {
  const { page, open } = seat;
  await open(permalink);
  await button(page, 'Retry 3 devices that failed').click();
  await page.waitForURL((url) => url.pathname.startsWith('/jobs/') && url.pathname !== permalink);
  // Each fails as before, so there is nothing to decide on.
  await page.locator('.change-outcome b').getByText('Nothing to authorise', { exact: true }).waitFor(patience);
  const names = await page.locator('.table-rollout tbody tr').allTextContents();
  expect(names).toHaveLength(3);
  expect(names.filter((name) => name.includes('cpe-4413'))).toHaveLength(1);
  expect(await barriers(page)).toEqual([]);
  await open('/jobs?show=forMe');
  await page.getByText('No job waits for you.').waitFor();
  expect(await barriers(page)).toEqual([]);
  await open('/changes?show=forMe');
  expect(await page.getByRole('region', { name: 'Table of jobs' }).count()).toBe(0);
  await open(permalink);
  // Whoever comes back finds that it was done already.
  await button(page, 'Retry 3 devices that failed').waitFor({ state: 'detached' });
});

test('it is in the list of jobs, and whole on a telephone, without a barrier', async () => {
  const { page, open } = seat;
  await open('/customers/acme-corp/jobs');
  await page.locator('.table-rollouts a[data-row]').first().waitFor();
  const found: string[] = [];
  for (const path of ['/jobs', '/customers/acme-corp/jobs', permalink]) {
    await open(path);
    found.push(...(await barriers(page)));
    found.push(...(await smallTargets(page, 24)).map((small) => `${path}: ${small}`));
    const over = await overflowAt320(page);
    if (over > 0) found.push(`${path} is ${over} pixels too wide`);
    await page.setViewportSize(telephone);
    const wide = await page.getByRole('main').evaluate((one) => one.scrollWidth - one.clientWidth);
    if (wide > 0) found.push(`${path}: ${wide} pixels too wide at 390`);
    const table = await page.locator('.table-region').evaluate((region) => region.scrollWidth - region.clientWidth);
    if (table > 0) found.push(`${path}: its table is ${table} pixels too wide at 390`);
  }
  expect(found).toEqual([]);
  expect(seat.problems()).toEqual([]);
});

test('all that a filter finds go along; somebody stops the job, and resumes it with what had not begun', async () => {
  const { page, open } = seat;
  await open(`${acme}?tag=core`);
  const total = await page.locator('a[data-row]').count();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await button(page, `Select all ${total} matching`).click();
  await button(page, 'Deploy a template…').click();
  const dialog = page.getByRole('dialog', { name: `Deploy a template to ${total} devices` });
  await dialog.getByLabel('Template').selectOption({ label: 'Set the clock by NTP' });
  await dialog.getByLabel('Servers').fill('192.0.2.124');
  await dialog.getByLabel('The first device alone, then so many at a time').fill('1');
  await button(page, `Preview on ${total} devices`).click();
  await page.waitForURL('**/jobs/*');
  await button(page, 'Authorise and run').click(patience);
  const verified = page.locator('.table-results .cell-status').getByText('Verified', { exact: true });
  await verified.first().waitFor(patience);
  await button(page, 'Stop: begin nothing more').click();
  await page.locator('.change-outcome b').getByText('Stopped', { exact: true }).waitFor(patience);
  expect(await barriers(page)).toEqual([]);
  const resume = button(page, /^Resume with \d+ devices?$/);
  await resume.click(patience);
  await page.locator('.change-outcome b').getByText('Verified', { exact: true }).waitFor(patience);
  expect(await page.locator('.table-rollout tbody tr').count()).toBe(total);
  expect(await resume.count()).toBe(0);
});
