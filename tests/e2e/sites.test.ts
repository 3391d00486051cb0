import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flawsOf } from './accessibility';
import { launch, type Seat, seatOf } from './browser';
import { origin } from './demo';
import { acme } from './role-checks';

let browser: Browser;
let seat: Seat;
const sites = '/customers/acme-corp/sites';

beforeAll(async () => {
  browser = await launch();
  seat = await seatOf(browser, origin, 'admin');
});
afterAll(async () => {
  await browser.close();
});

const row = (name: string): Locator =>
  seat.page.getByRole('row').filter({ has: seat.page.getByRole('link', { name, exact: true }) });
const field = (within: Locator, name: string): Locator => within.getByLabel(name, { exact: true });

const flaws = () => flawsOf(seat.page);

/** Puts a device somewhere else, on its own page. */
async function place(device: string, at: string): Promise<void> {
  const { page, open } = seat;
  await open(`${acme}?q=${device}`);
  await page.getByRole('link', { name: device, exact: true }).click();
  await page.waitForURL('**/devices/*');
  await page.getByRole('combobox', { name: 'Site' }).fill(at);
  await page.getByRole('button', { name: 'Save connection' }).click();
  await page.getByText('Saved. Test the connection').waitFor();
}

test('sites stand under their zones, each with how it is as a whole and what it is reached through', async () => {
  const { page, open } = seat;
  await open(acme);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sites' }).click();
  await page.waitForURL(`**${sites}`);
  await page.getByText('11 sites in acme-corp').waitFor();
  const zones = await page.locator('tr.zone').allInnerTexts();
  expect(zones).toEqual(['North valley', 'South valley', 'Trento', 'No zone']);
  await row('Tower 07').getByText('Up', { exact: true }).waitFor();
  // Its southern sector has hung itself up.
  await row('Tower 09').getByText('1 of 4 down').waitFor();
  expect(await row('Tower 07').innerText()).toMatch(/Up\s+Tower 07\s+core-gw-02\s+4/);
  await row('Tower 07').getByRole('link', { name: 'core-gw-02' }).click();
  await page.getByRole('heading', { level: 1, name: 'core-gw-02' }).waitFor();
});

test('a site is added with a zone and an uplink, a device is put there, and the list of devices is found from it', async () => {
  const { page, open } = seat;
  await open(sites);
  await page.getByRole('button', { name: 'Add site…' }).click();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Name').fill('Tower 33');
  await field(dialog, 'Zone').fill('North valley');
  await dialog.getByRole('searchbox', { name: 'Search the uplink' }).fill('tower-09-gw');
  await dialog.getByRole('radio', { name: /^tower-09-gw/ }).check();
  expect(await flaws()).toEqual([]);
  await dialog.getByRole('button', { name: 'Add site' }).click();
  await page.getByText('Tower 33 is there.').waitFor();
  expect(await row('Tower 33').innerText()).toMatch(/No devices\s+Tower 33\s+tower-09-gw\s+0/);
  await place('cpe-1003', 'tower 33');
  await open(sites);
  await row('Tower 33').getByText('Up', { exact: true }).waitFor();
  expect(await flaws()).toEqual([]);
  await row('Tower 33').getByRole('link', { name: 'Tower 33', exact: true }).click();
  await page.waitForURL(`**${acme}?site=Tower+33`);
  await page.getByText('1 device match').waitFor();
  expect(await page.locator('a[data-row]').allTextContents()).toEqual(['cpe-1003']);
  expect(await page.locator('td.cell-site').innerText()).toMatch(/Tower 33\s*North valley/);
});

test('the filter box takes a site of several words, and a zone', async () => {
  const { page, open } = seat;
  await open(acme);
  const box = page.getByRole('textbox', { name: 'Filter devices' });
  await box.fill('site:"tower 33"');
  await page.getByRole('button', { name: 'Remove the filter site:"tower 33"' }).waitFor();
  await page.getByText('1 device match').waitFor();
  await page.getByRole('link', { name: 'Clear' }).click();
  await page.getByText('47 devices in acme-corp').waitFor();
  await box.fill('zone:"North valley"');
  await page.getByText('17 devices match').waitFor();
});

test('a circle of uplinks is refused in words, and so is archiving a place where a device stands', async () => {
  const { page, open } = seat;
  await open(sites);
  await page.getByRole('button', { name: 'Edit… Tower 09' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Search the uplink' }).fill('cpe-1003');
  await dialog.getByRole('radio', { name: /^cpe-1003/ }).check();
  await dialog.getByRole('button', { name: 'Save Tower 09' }).click();
  await dialog.getByRole('alert').getByText('uplinks would go round in a circle').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Archive… Tower 33' }).click();
  await dialog.getByRole('button', { name: 'Archive Tower 33' }).click();
  await dialog.getByRole('alert').getByText('Devices still stand at this site.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('an empty site is archived, can be brought back, and the demo is left as it was', async () => {
  const { page, open } = seat;
  await place('cpe-1003', 'Customer premises');
  await open(sites);
  for (const isLast of [false, true]) {
    await page.getByRole('button', { name: 'Archive… Tower 33' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive Tower 33' }).click();
    await page.getByText('Tower 33 is archived.').waitFor();
    const back = page.getByRole('button', { name: 'Bring back Tower 33' });
    await back.waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Tower 33 is archived.');
    if (isLast) break;
    await back.click();
    await page.getByText('Tower 33 is back.').waitFor();
  }
  await page.getByText('11 sites in acme-corp').waitFor();
});

test('a Viewer looks at sites and changes none', async () => {
  const vera = await seatOf(browser, origin, 'viewer');
  await vera.open('/sites');
  await vera.page.getByRole('link', { name: 'acme-corp', exact: true }).first().waitFor();
  await vera.open(sites);
  await vera.page.getByText('11 sites in acme-corp').waitFor();
  expect(
    await vera.page
      .getByRole('main')
      .getByRole('button', { name: /Add|Edit|Archive|Bring/ })
      .count(),
  ).toBe(0);
  expect((await vera.open('/customers/other-isp/sites')).status()).toBe(403);
  expect(vera.problems()).toEqual([]);
  await vera.context.close();
});

test('nothing went wrong in the browser, and nothing was asked of another origin', () => {
  // Chromium writes the status of a refusal to the console; the test of the refusals looks at their words.
  const refusals = seat.problems().filter((problem) => problem.includes('a status of 409'));
  expect(seat.problems()).toEqual(refusals);
  expect(refusals).toHaveLength(2);
});
