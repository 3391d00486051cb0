import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flawsOf } from './accessibility';
import { launch, type Seat, seatOf } from './browser';
import { origin } from './demo';

let browser: Browser;
let seat: Seat;
const slug = 'sao-paulo-wireless';

beforeAll(async () => {
  browser = await launch();
  seat = await seatOf(browser, origin, 'superAdmin');
});
afterAll(async () => {
  await browser.close();
});

/** What the focus is on once the dialog is gone. */
async function focusAfter(): Promise<string | null | undefined> {
  await seat.page.getByRole('dialog').waitFor({ state: 'detached' });
  return seat.page.evaluate(() => document.activeElement?.textContent);
}

/** What a dialog must not have, whatever is in it. */
const flaws = () => flawsOf(seat.page);

test('a customer is made: the short name follows the name until it is typed', async () => {
  const { page, open } = seat;
  await open('/customers');
  await page.getByRole('button', { name: 'New customer…' }).click();
  const dialog = page.getByRole('dialog');
  const short = dialog.getByRole('textbox', { name: 'Short name' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('São Paulo Wireless');
  expect(await short.inputValue()).toBe(slug);
  await short.fill('acme-corp');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('São Paulo');
  expect(await short.inputValue()).toBe('acme-corp');
  await dialog.getByRole('button', { name: 'Create customer' }).click();
  await dialog.getByRole('alert').waitFor();
  expect(await flaws()).toEqual([]);
  await short.fill(slug);
  const here = await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(await dialog.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe(here);
  await dialog.getByRole('combobox', { name: 'Time zone' }).selectOption('America/Sao_Paulo');
  await dialog.getByRole('button', { name: 'Create customer' }).click();
  await page.getByRole('link', { name: slug, exact: true }).waitFor();
  expect(await focusAfter()).toBe('New customer…');
});

test('a customer is edited: name, stripe, zone, when its devices are an alarm, and whether they are asked', async () => {
  const { page, open } = seat;
  await open('/customers');
  await page.getByRole('button', { name: `Edit… ${slug}` }).click();
  const dialog = page.getByRole('dialog');
  // The first stripe that no customer had was chosen for it.
  expect(await dialog.getByRole('radio', { name: /^Stripe / }).count()).toBe(12);
  expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(1);
  expect(await dialog.getByRole('radio', { name: /, in use$/, checked: true }).count()).toBe(0);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('São Paulo Wireless');
  await dialog.getByRole('radio', { name: 'Stripe 11', exact: true }).check();
  await dialog.getByLabel('Down for').fill('10');
  await dialog.getByRole('checkbox', { name: 'Quiet hours, in which nobody is mailed' }).check();
  await dialog.getByLabel('From').fill('23:30');
  expect(await flaws()).toEqual([]);
  await dialog.getByRole('button', { name: `Save ${slug}` }).click();
  const row = page.getByRole('row').filter({ hasText: slug });
  await row.getByText('after 10 minutes, quiet 23:30–06:00').waitFor();
  await page.getByRole('button', { name: `Edit… ${slug}` }).click();
  expect(await dialog.getByLabel('To', { exact: true }).inputValue()).toBe('06:00');
  await dialog.getByRole('checkbox', { name: 'Ask its devices every minute how they are' }).uncheck();
  // Whether a change takes a second person has nothing to do with that.
  expect(await dialog.getByRole('checkbox').count()).toBe(2);
  await dialog.getByRole('button', { name: `Save ${slug}` }).click();
  await row.filter({ hasText: /São Paulo Wireless.*America\/Sao_Paulo\s*nobody\s*no\s*no/ }).waitFor();
  expect(await row.locator('[data-stripe]').getAttribute('data-stripe')).toBe('11');
  expect(await focusAfter()).toBe(`Edit… ${slug}`);
});

test('a customer is archived once its short name is typed, and is brought back', async () => {
  const { page, open } = seat;
  await open('/customers');
  const archive = async () => {
    await page.getByRole('button', { name: `Archive… ${slug}` }).click();
    const dialog = page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: `Archive ${slug}` });
    await dialog.getByRole('textbox').fill('acme-corp');
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(slug);
    expect(await dialog.innerText()).toMatch(/Everybody is taken off.*Nothing is deleted.*brought back/s);
    return button;
  };
  const button = await archive();
  expect(await flaws()).toEqual([]);
  await button.click();
  expect(await focusAfter()).toBe(`${slug} is archived. Nobody was assigned to it.`);
  await page.getByRole('link', { name: slug, exact: true }).waitFor({ state: 'detached' });
  expect((await open(`/customers/${slug}/devices`)).status()).toBe(403);
  await open('/customers');
  expect(await flaws()).toEqual([]);
  await page.getByRole('button', { name: `Bring back ${slug}` }).click();
  await page.getByRole('link', { name: slug, exact: true }).waitFor();
  expect(await focusAfter()).toBe(`${slug} is back, with its devices. Nobody is assigned to it yet.`);
  // Left archived: other files count the customers there are.
  await (await archive()).click();
  await page.getByRole('button', { name: `Bring back ${slug}` }).waitFor();
  await page.getByRole('link', { name: slug, exact: true }).waitFor({ state: 'detached' });
});

test('nothing went wrong in the browser, and nothing was asked of another origin', () => {
  expect(seat.problems().filter((problem) => !/status of 409/.test(problem))).toEqual([]);
});
