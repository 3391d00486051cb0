import { expect, test } from 'vitest';
import { demoCustomers } from '@/server/db/demo-world';
import { acme, asRole } from './role-checks';

const seat = asRole('superAdmin');
const total = demoCustomers.reduce((sum, { devices }) => sum + devices.length, 0);

test('a Super Admin sees every customer, and every device names its own', async () => {
  const { page, open } = seat();
  await open('/customers');
  expect((await page.locator('a[data-row]').allTextContents()).toSorted()).toEqual(
    demoCustomers.map(({ slug }) => slug).toSorted(),
  );
  await open('/devices');
  expect(await page.getByRole('status').first().textContent()).toContain(`${total} devices`);
});

test('the scope is one click away and is written on every page', async () => {
  const { page, open } = seat();
  await open('/devices');
  await page.getByRole('button', { name: /^Scope: All my customers/ }).click();
  await page.getByRole('menuitem', { name: /^other-isp/ }).click();
  await page.waitForURL('**/customers/other-isp/devices');
  await page.getByRole('button', { name: /^Scope: other-isp/ }).waitFor();
  await page.locator('a[data-row]').first().click();
  await page.waitForURL('**/devices/*');
  await page.getByRole('button', { name: /^Scope: other-isp/ }).waitFor();
  await page.getByRole('link', { name: /^Devices \d/ }).click();
  await page.waitForURL('**/customers/other-isp/devices');
});

test('the first screen at 1440 by 900 shows 19 rows, 30 pixels each', async () => {
  const { page, open } = seat();
  await open(acme);
  const rows = await page.locator('tbody tr').evaluateAll((all) => {
    const region = document.querySelector('.table-region')?.getBoundingClientRect();
    const boxes = all.map((row) => row.getBoundingClientRect());
    return { height: boxes[0]?.height, whole: boxes.filter(({ bottom }) => bottom <= (region?.bottom ?? 0)).length };
  });
  expect(rows.height).toBe(30);
  expect(rows.whole).toBeGreaterThanOrEqual(19);
});

test('the audit log is narrowed by links, and the address keeps what was chosen', async () => {
  const { page, open } = seat();
  await open('/customers/no-such-isp/devices');
  await open('/audit');
  await page.getByRole('link', { name: /^refused/ }).click();
  await page.waitForURL('**/audit?q=outcome:refused');
  await page.locator('tbody .badge', { hasText: /^ok$/ }).first().waitFor({ state: 'detached' });
  await page.locator('tbody .badge').first().waitFor();
  const outcomes = await page.locator('tbody .badge').allTextContents();
  expect(outcomes.length).toBeGreaterThan(0);
  expect(new Set(outcomes)).toEqual(new Set(['refused']));
});
