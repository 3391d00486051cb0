import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320 } from './accessibility';
import { launch, type Seat, seatOf, telephone } from './browser';
import { origin } from './demo';

/* What no guard undoes, and what goes on although it would cut us, in a real browser. */

let browser: Browser;
let admin: Seat;
let superAdmin: Seat;

beforeAll(async () => {
  browser = await launch();
  [admin, superAdmin] = [await seatOf(browser, origin, 'admin'), await seatOf(browser, origin, 'superAdmin')];
});
afterAll(async () => {
  await browser.close();
});

const patience = { timeout: 45_000 };
const main = (page: Page): Locator => page.getByRole('main');
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const state = (page: Page, words: string): Locator => main(page).locator('.change-head .status').getByText(words);
const before = (page: Page): Locator => page.getByRole('region', { name: 'Before you authorise' });
const nameOf = async (page: Page): Promise<string> =>
  String((await page.getByRole('heading', { level: 1 }).textContent())?.split(' ')[0]);

async function ask(
  { page, open }: Seat,
  {
    action,
    device,
    values,
  }: { readonly action: string; readonly device: string; readonly values: readonly string[][] },
): Promise<string> {
  await open(`/templates/${action}`);
  await page.getByRole('searchbox', { name: 'Search devices' }).fill(device);
  await button(page, new RegExp(`^${device} `)).click();
  const folded = page.locator('form.template-form details:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
  for (const [name = '', value = ''] of values) {
    const field = page.getByLabel(name, { exact: true });
    const isChosen = await field.evaluate((one) => one.tagName === 'SELECT');
    await (isChosen ? field.selectOption(value) : field.fill(value));
  }
  await button(page, `Preview on ${device}`).click();
  await page.waitForURL('**/changes/*');
  return new URL(page.url()).pathname;
}

async function second({ page, open }: Seat, asked: string): Promise<void> {
  await open(asked);
  await button(page, 'Authorise and run').waitFor(patience);
  const name = await nameOf(page);
  await page.getByLabel(new RegExp(`Type ${name}`)).fill(name);
  await button(page, 'Authorise and run').click();
}

test('a reboot says before that nothing undoes it, and is verified once the router is back', async () => {
  const asked = await ask(admin, {
    ...{ action: 'sys.reboot', device: 'hq-gw' },
    values: [['Reason', 'it hangs since this morning']],
  });
  await state(admin.page, 'Waits for a decision').waitFor(patience);
  const { page } = superAdmin;
  await page.setViewportSize(telephone);
  await superAdmin.open(asked);
  const said = await before(page).textContent(patience);
  expect(said).toContain('the router starts anew after');
  expect(said).toContain('No guard undoes it, and no connection outlasts it');
  expect(said).toContain('Everything that the router carries is cut until it is back');
  expect(await page.getByRole('complementary', { name: 'Decision' }).textContent()).toContain(
    'No guard undoes this once it runs.',
  );
  expect(await barriers(page)).toEqual([]);
  expect(await overflowAt320(page)).toBe(0);
  await page.setViewportSize(telephone);
  await second(superAdmin, asked);
  await state(page, 'Verified').waitFor(patience);
  expect(await page.locator('.change-outcome').textContent()).toContain('has been up for less long than before');
  expect(await page.getByRole('region', { name: 'How it went' }).textContent()).toContain('Answers again');
  expect(await button(page, 'Take it back').count()).toBe(0);
}, 180_000);

test('what is dropped is shown as it is now, and that no guard brings it back', async () => {
  const { page } = admin;
  await ask(admin, { action: 'dns.cache.flush', device: 'hq-gw', values: [] });
  await button(page, 'Authorise and run').waitFor(patience);
  expect(await before(page).textContent()).toMatch(/the DNS cache of \d+ KiB is emptied\..*No guard undoes it/);
  expect(await page.getByRole('region', { name: 'Rows before and after' }).textContent()).toContain('as it is now');
  expect(await barriers(page)).toEqual([]);
  await button(page, 'Authorise and run').click();
  await state(page, 'Verified').waitFor(patience);
}, 120_000);

test('a lockout is overridden by a Super Admin, decided on by another, tried under safe mode, and undone by it', async () => {
  const { page } = superAdmin;
  await page.setViewportSize({ width: 1440, height: 900 });
  const asked = await ask(superAdmin, {
    ...{ action: 'if.toggle', device: 'pppoe-01' },
    values: [
      ['Interface', 'ether1'],
      ['Disabled', 'true'],
    ],
  });
  await state(page, 'Refused').waitFor(patience);
  await admin.open(asked);
  await state(admin.page, 'Refused').waitFor(patience);
  expect(await admin.page.getByRole('heading', { name: 'Override' }).count()).toBe(0);
  await page.getByText('Go on although it would cut our own way').click();
  const name = await nameOf(page);
  await page.getByLabel(/Why the prediction is wrong/).fill('We come in by the second line.');
  await page.getByLabel(new RegExp(`Type ${name} to override`)).fill('C-0');
  await button(page, 'Override the lockout').click();
  await main(page).getByText('Nothing was overridden.').waitFor(patience);
  await page.getByLabel(new RegExp(`Type ${name} to override`)).fill(name);
  expect(await barriers(page)).toEqual([]);
  await button(page, 'Override the lockout').click();
  await main(page).getByText('LOCKOUT OVERRIDDEN', { exact: true }).waitFor(patience);
  await main(page).getByText('A change of tier W3 takes a second person').waitFor(patience);
  await admin.open(asked);
  expect(await before(admin.page).textContent(patience)).toMatch(/Management arrives on ether1.*overrode that\./);
  await second(admin, asked);
  await state(admin.page, 'Undone').waitFor({ timeout: 90_000 });
  expect(await main(admin.page).textContent()).toContain('LOCKOUT OVERRIDDEN');
  expect(await main(admin.page).textContent()).toContain('We come in by the second line.');
}, 240_000);
