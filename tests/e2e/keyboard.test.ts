import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, personWith, type Seat, seatOf, takeSeat } from './browser';
import { isOver, panel, pick, step } from './case-page';
import { origin } from './demo';

/* What a person does who has no mouse. Nothing here is clicked, and focus goes where Tab takes it. */

let browser: Browser;
const mostTabs = 150;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

/** Tab, until it is there; a person sees where they are all the time. */
async function tabTo(page: Page, to: Locator): Promise<void> {
  await to.waitFor();
  const target = await to.elementHandle();
  for (let press = 0; press < mostTabs; press++) {
    if (await page.evaluate((one) => one === document.activeElement, target)) {
      expect(await to.evaluate(isSeen), `focus is seen at ${to}`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${mostTabs} times Tab do not lead to ${to}`);
}

/** An outline, on the element or on the row or label that stands for it. */
const isSeen = (element: Element): boolean =>
  [element, element.closest('label'), element.closest('tr')].some(
    (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none',
  );

async function press(page: Page, to: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, to);
  await page.keyboard.press(key);
}

async function type(page: Page, into: Locator, text: string): Promise<void> {
  await tabTo(page, into);
  await page.keyboard.type(text);
}

const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: typeof name === 'string' });

test('signing in', async () => {
  const { context, page, open } = await takeSeat(browser, origin);
  const { email, password } = personWith('viewer');
  await open('/login');
  await type(page, page.getByLabel('E-mail'), email);
  await type(page, page.getByLabel('Password', { exact: true }), password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/devices');
  await context.close();
});

test('a session, from its symptom to its cause', async () => {
  const { context, page, open }: Seat = await seatOf(browser, origin, 'operator');
  await open('/customers/acme-corp/sessions');
  await press(page, button(page, 'Open a session…'));
  const dialog = page.getByRole('dialog');
  await type(page, dialog.getByLabel('Symptom'), 'Slow since noon');
  await type(page, dialog.getByLabel('Search devices'), 'core-gw-02');
  await press(page, dialog.getByRole('checkbox', { name: /^core-gw-02/ }), 'Space');
  await press(page, button(dialog, 'Open session'));
  await page.waitForURL('**/sessions/*');
  await page.getByRole('heading', { level: 1, name: /Slow since noon$/ }).waitFor();
  await press(page, pick(page, 'Ping').getByRole('checkbox').first(), 'Space');
  await type(page, pick(page, 'Ping').getByLabel('Address', { exact: true }), '10.20.0.1');
  await press(page, button(page, 'Run 1 read'));
  await isOver(panel(page, 'Ping 10.20.0.1 on core-gw-02'), 'Done');
  await type(page, page.getByLabel('Note', { exact: true }), 'It answers.');
  await press(page, button(page, 'Add note'));
  await step(page, 'note').getByText('It answers.').waitFor();
  await type(page, page.getByLabel('Cause', { exact: true }), 'Nothing found.');
  await press(page, button(page, 'Close session'));
  await page.getByLabel('Reason to reopen').waitFor();
  await context.close();
});

test('an invitation: made, handed over, and accepted', async () => {
  const admin = await seatOf(browser, origin, 'admin');
  await admin.open('/people');
  await press(admin.page, button(admin.page, 'Invite…'));
  const dialog = admin.page.getByRole('dialog');
  await type(admin.page, dialog.getByLabel('E-mail'), 'kim.ono@acme.example');
  await press(admin.page, dialog.getByRole('radio', { name: 'Viewer', exact: true }), 'Space');
  // The only customer that can be given is chosen already.
  expect(await dialog.getByRole('checkbox', { name: /^acme-corp/ }).isChecked()).toBe(true);
  await press(admin.page, button(dialog, 'Make invitation'));
  const link = await dialog.getByRole('textbox', { name: 'Invitation link', exact: true }).inputValue();
  await press(admin.page, button(dialog, 'Close'));
  await dialog.waitFor({ state: 'detached' });
  await admin.context.close();

  const { context, page } = await takeSeat(browser, origin);
  await page.goto(link);
  await type(page, page.getByLabel('Your name'), 'Kim Ono');
  await type(page, page.getByLabel('Password', { exact: true }), 'kim counts to ten, then acts');
  await press(page, button(page, 'Accept invitation'));
  await page.waitForURL('**/devices');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await context.close();
});
