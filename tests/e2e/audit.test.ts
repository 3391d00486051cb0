import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { desk, launch, type Seat, seatOf, telephone } from './browser';
import { origin } from './demo';

let browser: Browser;
let superAdmin: Seat;
let admin: Seat;
let viewer: Seat;

beforeAll(async () => {
  browser = await launch();
  const all = (['superAdmin', 'admin', 'viewer'] as const).map((role) => seatOf(browser, origin, role));
  [superAdmin, admin, viewer] = (await Promise.all(all)) as [Seat, Seat, Seat]; // safe: three roles.
  // Something to be found: a refusal, and lists that were looked at.
  await viewer.open('/customers/no-such-isp/devices');
  await admin.open('/devices?q=tower');
});
afterAll(async () => {
  for (const seat of [superAdmin, admin, viewer]) expect(seat.problems()).toEqual([]);
  await browser.close();
});

const rows = ({ page }: Seat): Locator => page.locator('tbody tr');
const filters = ({ page }: Seat): Locator => page.getByRole('complementary', { name: 'Filters' });

test('facets narrow the log one after the other, a token takes one out again, and the address says the same', async () => {
  const { page, open } = superAdmin;
  await open('/audit');
  await filters(superAdmin)
    .getByRole('link', { name: /^refused/ })
    .click();
  await page.waitForURL('**/audit?q=outcome:refused');
  const actors = filters(superAdmin).locator('div', { has: page.getByRole('heading', { name: 'Actor' }) });
  await actors.getByRole('link').first().click();
  await page.waitForURL('**/audit?q=outcome:refused+actor:*');
  await expect
    .poll(() =>
      page
        .locator('tbody .badge')
        .allTextContents()
        .then((all) => [...new Set(all)]),
    )
    .toEqual(['refused']);
  await page.getByRole('link', { name: 'Remove the filter outcome:refused' }).click();
  await page.waitForURL('**/audit?q=actor:*');
});

test('what is typed becomes tokens in the address; what is wrong is named, and nothing is searched', async () => {
  const { page, open } = superAdmin;
  await open('/audit');
  const box = page.getByRole('combobox', { name: 'Search the audit log' });
  await box.fill('event:device.listed since:24h');
  await box.press('Enter');
  await page.waitForURL('**/audit?q=event:device.listed+since:24h');
  await page.getByRole('link', { name: 'Remove the filter since:24h' }).waitFor();
  await box.fill('colour:red');
  await box.press('Enter');
  await page.getByText('colour:red: no such filter').waitFor();
  expect(await rows(superAdmin).count()).toBe(0);
  expect(await barriers(page)).toEqual([]);
});

test('a range is chosen with the arrow keys alone, and shown by its link', async () => {
  const { page, open } = superAdmin;
  await open('/audit');
  const [from, to] = [page.getByRole('slider', { name: 'From' }), page.getByRole('slider', { name: 'To' })];
  await to.focus();
  const before = await to.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  expect(await to.getAttribute('aria-valuetext')).not.toBe(before);
  await from.focus();
  await page.keyboard.press('Home');
  await to.focus();
  const show = page.getByRole('link', { name: 'Show this range' });
  await page.keyboard.press('Tab');
  expect(await show.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/audit\?q=since:\S+\+until:\S+$/);
});

test('a range is drawn over the bars with the pointer', async () => {
  const { page, open } = superAdmin;
  await open('/audit?q=since:24h');
  const box = await page.locator('.histogram-bars').boundingBox();
  if (box === null) throw new Error('no histogram');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/\/audit\?q=since:\d{4}-\S+\+until:\S+$/);
});

test('an entry opens beside the list by keyboard, is in the address, and comes back with it; its hash is what its text gives', async () => {
  const { page, open } = superAdmin;
  await open('/audit?q=event:device.listed');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Audit entry' });
  await drawer.getByRole('heading', { name: 'As it is stored' }).waitFor();
  expect(await drawer.locator('.entry-sentence').innerText()).toMatch(/listed devices/);
  expect(new URL(page.url()).searchParams.get('entry')).toMatch(/^\d{4}-.*Z~[0-9a-f-]{36}$/);
  const facts = await drawer.locator('section[aria-label="The entry as it is stored"] > dl dd').allInnerTexts();
  const body = (await drawer.getByRole('region', { name: 'The exact body' }).locator('pre').textContent()) ?? '';
  const hash = createHash('sha256')
    .update('\x00')
    .update(Buffer.from(facts[0] ?? '', 'hex'))
    .update(body)
    .digest('hex');
  expect(hash).toBe(facts[1]);
  expect(await barriers(page)).toEqual([]);
  await page.reload();
  await drawer.getByRole('heading', { name: 'As it is stored' }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).search).toBe('?q=event:device.listed');
});

test('an entry has a page of its own: who may see it does, and for whoever may not there is none', async () => {
  const { page, open } = superAdmin;
  await open('/audit?q=outcome:refused+customer:none');
  const href = (await page.locator('a[data-row]').first().getAttribute('href')) ?? '';
  await open(href);
  await page.getByRole('heading', { level: 1, name: 'Audit entry' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  expect(await overflowAt320(page)).toBe(0);
  expect((await admin.open(href)).status()).toBe(404);
  expect((await viewer.open(href)).status()).toBe(403);
});

test('without scripts the query is a form, and every facet and entry a link', async () => {
  const state = await superAdmin.context.storageState();
  const plain = await browser.newContext({
    baseURL: origin,
    javaScriptEnabled: false,
    storageState: state,
    viewport: desk,
  });
  const page = await plain.newPage();
  await page.goto('/audit?q=event:device.listed');
  await page.getByRole('combobox', { name: 'Search the audit log' }).fill('outcome:ok');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Remove the filter outcome:ok' }).waitFor();
  await page.getByRole('link', { name: 'Remove the filter event:device.listed' }).waitFor();
  await page.locator('a[data-row]').first().click();
  await page.getByRole('heading', { level: 1, name: 'Audit entry' }).waitFor();
  await plain.close();
});

test('what is found is exported at once, and the log says so with the file’s own SHA-256', async () => {
  const { page, open } = admin;
  await open('/audit?q=event:device.listed');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Export .* as JSON lines$/ }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^audit-.*\.jsonl$/);
  const text = readFileSync(await file.path(), 'utf8');
  expect(
    text
      .trim()
      .split('\n')
      .every((line) => JSON.parse(JSON.parse(line).body).event === 'device.listed'),
  ).toBe(true);
  await superAdmin.open('/audit?q=event:audit.exported');
  await superAdmin.page.locator('a[data-row]').first().click();
  const body = superAdmin.page.getByRole('region', { name: 'The exact body' });
  await body.waitFor();
  expect(await body.innerText()).toContain(createHash('sha256').update(text).digest('hex'));
});

test('an export that the runner writes is followed to its end and fetched', async () => {
  const { page, open } = admin;
  await open('/audit');
  const answer = await page.request.post('/api/v1/audit/exports', { data: { as: 'csv' }, headers: { origin } });
  expect(answer.status()).toBe(200);
  await open('/audit/exports');
  const fetching = page.getByRole('link', { name: 'Fetch the CSV' });
  await fetching.waitFor();
  expect(await barriers(page)).toEqual([]);
  const hash = /[0-9a-f]{64}/.exec(await page.getByRole('main').innerText())?.[0];
  const coming = page.waitForEvent('download');
  await fetching.click();
  const bytes = readFileSync(await (await coming).path());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
  expect(bytes.toString()).toMatch(/^\uFEFFat,id,event,/);
});

test('on a telephone the log fits, its controls are large enough, and an entry opens', async () => {
  const { page, open } = superAdmin;
  await page.setViewportSize(telephone);
  await open('/audit?q=event:device.listed');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
  expect(await smallTargets(page, 36)).toEqual([]);
  await page.locator('a[data-row]').first().click();
  await page.getByRole('dialog', { name: 'Audit entry' }).getByRole('heading', { name: 'As it is stored' }).waitFor();
  await page.setViewportSize(desk);
});

test('whoever may not read the log gets the refusal for its pages and its files', async () => {
  for (const path of ['/audit', '/audit/exports']) expect((await viewer.open(path)).status()).toBe(403);
  expect((await viewer.page.request.get('/api/v1/audit/export?as=csv')).status()).toBe(403);
});
