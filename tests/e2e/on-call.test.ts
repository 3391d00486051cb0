import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, flawsOf, overflowAt320 } from './accessibility';
import { launch, personWith, type Seat, seatOf, telephone } from './browser';
import { origin } from './demo';

/* Somebody is on call, and alone with a telephone: a W3 is authorised, and reviewed by somebody else. */

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

const patience = { timeout: 30_000 };
const main = (page: Page): Locator => page.getByRole('main');
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });

/** Says in the desk of customers who is on call, or that nobody is. */
async function onCall({ page, open }: Seat, press: RegExp | string): Promise<void> {
  await open('/customers');
  await button(page, 'On call… acme-corp').click(patience);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('One Admin may authorise a W3 of their own alone').waitFor(patience);
  expect(await flawsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: press }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** The page has no barriers and fits a telephone. */
async function fits(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([]);
  expect(await overflowAt320(page)).toBe(0);
  await page.setViewportSize(telephone);
}

test('an Admin on call authorises a W3 alone on a telephone, and somebody else reviews it', async () => {
  const { name } = personWith('admin');
  await onCall(superAdmin, `Name ${name}`);
  try {
    await superAdmin.page.getByRole('cell', { name: new RegExp(`^${name} until .* UTC$`) }).waitFor(patience);
    const phone = admin.page;
    await phone.setViewportSize(telephone);
    await admin.open('/templates/fw.filter.add');
    await phone.getByRole('searchbox', { name: 'Search devices' }).fill('pppoe-01');
    await button(phone, /^pppoe-01 /).click();
    // Each one that is opened is one less of those that are not.
    const folded = phone.locator('form.template-form details:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
    for (const [label, value] of [
      ['Chain', 'forward'],
      ['Action', 'drop'],
      ['Source', '198.51.100.9'],
      ['Comment', 'a scanner at night'],
    ] as const) {
      const field = phone.getByLabel(label, { exact: true });
      const isChosen = await field.evaluate((one) => one.tagName === 'SELECT');
      await (isChosen ? field.selectOption(value) : field.fill(value));
    }
    await button(phone, 'Preview on pppoe-01').click();
    await phone.waitForURL('**/changes/*');
    const asked = new URL(phone.url()).pathname;
    await phone.getByText('Authorise it alone, being on call', { exact: true }).click(patience);
    await fits(phone);
    const act = button(phone, 'Authorise on call and run');
    await act.click();
    await main(phone).getByText('Say why. Nothing was authorised.').waitFor(patience);
    await phone.getByRole('textbox', { name: /^Why it cannot wait/ }).fill('A scanner, and nobody answers.');
    await act.click();
    await main(phone)
      .getByText(/^This is not C-\d+\. Nothing was authorised\.$/)
      .waitFor(patience);
    const called = String((await phone.getByRole('heading', { level: 1 }).textContent())?.split(' ')[0]);
    await phone.getByLabel(new RegExp(`Type ${called}`)).fill(called);
    await act.click();
    await main(phone).locator('.change-head .status').getByText('Verified').waitFor(patience);
    await main(phone).getByText('You authorised it yourself: somebody else reviews it.').waitFor(patience);
    expect(await main(phone).textContent()).toMatch(/ON CALL.*REVIEW DUE.*being on call, because\s*A scanner/s);
    await fits(phone);

    const { page, open } = superAdmin;
    await open('/changes?show=forMe');
    await page
      .locator('tr', { has: page.locator(`a[href="${asked}"]`) })
      .getByText('REVIEW DUE')
      .waitFor(patience);
    await page.locator(`a[data-row][href="${asked}"]`).click();
    await button(page, 'It is not in order').click(patience);
    await main(page).getByText('Say what is not in order.').waitFor(patience);
    await fits(page);
    await page.getByRole('textbox', { name: /^What is to be said of it/ }).fill('Right so.');
    await button(page, 'It is in order').click();
    await main(page)
      .getByText(/found it in order/)
      .waitFor(patience);
    expect(await button(page, /in order$/).count()).toBe(0);
    await admin.open(asked);
    await main(phone).getByText('Right so.').waitFor(patience);
    expect([...admin.problems(), ...superAdmin.problems()]).toEqual([]);
  } finally {
    await onCall(superAdmin, 'Nobody any more');
  }
}, 300_000);
