import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launch, type Seat, seatByForm, seatOf } from './browser';
import { origin } from './demo';
import { acme } from './role-checks';

let browser: Browser;
const access = 'routeward-access';

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

/** What fifteen minutes do: the browser drops the access cookie and keeps the refresh cookie. */
const fifteenMinutesPass = ({ context }: Seat) => context.clearCookies({ name: access });

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

test('a page asked for after the access token has run out comes back by itself', async () => {
  const seat = await seatOf(browser, origin, 'operator');
  await fifteenMinutesPass(seat);
  await seat.page.goto(`${acme}?tag=tower`);
  await seat.page.waitForURL(`${origin}${acme}?tag=tower`);
  await seat.page.locator('a[data-row]').first().waitFor();
  expect(seat.problems()).toEqual([]);
  await seat.context.close();
});

test('so does one that is opened by a click inside the console', async () => {
  const seat = await seatByForm(browser, origin, 'operator');
  await fifteenMinutesPass(seat);
  await seat.page.getByRole('link', { name: /^Customers/ }).click();
  await seat.page.waitForURL(`${origin}/customers`);
  await seat.page.getByRole('heading', { name: 'Customers' }).waitFor();
  expect(seat.problems()).toEqual([]);
  await seat.context.close();
});

test('a half-typed form survives the fifteenth minute: the change is made, without a new sign-in', async () => {
  const seat = await seatOf(browser, origin, 'admin');
  const { page, open } = seat;
  await open(acme);
  await page.locator('a[data-row]').first().click();
  const field = page.getByRole('textbox', { name: 'Name in Routeward' });
  const before = await field.inputValue();
  for (const name of [`${before}-late`, before]) {
    await field.fill(name);
    await fifteenMinutesPass(seat);
    await page.getByRole('button', { name: 'Rename device' }).click();
    await page.getByText(`Renamed to ${name}.`).waitFor();
  }
  await seat.context.close();
});

// On a page without a live view: over HTTP/1.1, as in a demo, a browser opens six connections, and each view keeps one.
test('twenty tabs that wake at once stay signed in', async () => {
  const seat = await seatOf(browser, origin, 'viewer');
  // Twenty pages that go on working would be in the way of every test that follows.
  onTestFinished(() => seat.context.close());
  const tabs = await Promise.all(Array.from({ length: 20 }, () => seat.context.newPage()));
  await fifteenMinutesPass(seat);
  await Promise.all(
    tabs.map(async (tab) => {
      await tab.goto('/customers', { waitUntil: 'commit' });
      await tab.waitForURL(`${origin}/customers`, { waitUntil: 'commit' });
      await tab.getByRole('heading', { name: 'Customers' }).waitFor();
    }),
  );
  expect(await Promise.all(tabs.map(heading))).toEqual(tabs.map(() => 'Customers'));
  expect(seat.problems()).toEqual([]);
});

test('signing out ends the session: the same cookies open nothing any more', async () => {
  const seat = await seatByForm(browser, origin, 'operator');
  const kept = await seat.context.cookies();
  await seat.page.getByRole('button', { name: /Operator/ }).click();
  await seat.page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await seat.page.waitForURL('**/login');
  expect((await seat.context.cookies()).map(({ name }) => name)).not.toContain(access);
  await seat.context.addCookies(kept);
  await seat.page.goto('/devices');
  await seat.page.waitForURL('**/login?to=*');
  await seat.context.close();
});

test('a session ended from another browser is over with its next click, and a live page leaves by itself', async () => {
  const [lost, live] = await Promise.all([seatOf(browser, origin, 'viewer'), seatOf(browser, origin, 'viewer')]);
  await lost.open('/customers');
  await live.open(acme);
  const owner = await seatOf(browser, origin, 'viewer');
  await owner.open('/account');
  const others = owner.page.getByRole('button', { name: /^End the session/ });
  for (let left = await others.count(); left > 0; left--) {
    await others.first().click();
    await owner.page.waitForFunction(
      (count) => document.querySelectorAll('.cell-end button').length === count,
      left - 1,
    );
  }
  await lost.page.getByRole('link', { name: /^Devices \d/ }).click();
  await lost.page.waitForURL('**/login?to=*');
  await live.page.waitForURL('**/login?to=*');
  await owner.open('/devices');
  expect(await heading(owner.page)).toBe('Devices');
  await Promise.all([lost.context.close(), live.context.close(), owner.context.close()]);
});

test('signing out everywhere ends every session of the person', async () => {
  const one = await seatOf(browser, origin, 'admin');
  const other = await seatOf(browser, origin, 'admin');
  await one.open('/account');
  await other.open('/customers');
  await one.page.getByRole('button', { name: /^Sign out everywhere, \d+ sessions$/ }).click();
  await one.page.waitForURL('**/login');
  await other.page.getByRole('link', { name: /^Devices \d/ }).click();
  await other.page.waitForURL('**/login?to=*');
  await Promise.all([one.context.close(), other.context.close()]);
});
