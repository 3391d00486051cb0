import { expect, test } from 'vitest';
import { barriers } from './accessibility';
import { acme, asRole } from './role-checks';

const seat = asRole('admin');

test('an Admin tags two devices, sees it only once it is done, and takes the tag away again', async () => {
  const { page, open } = seat();
  await open(acme);
  const names = await page.locator('a[data-row]').allTextContents();
  await page.getByRole('checkbox', { name: `Select ${names[0]}`, exact: true }).check();
  await page.getByRole('checkbox', { name: `Select ${names[1]}`, exact: true }).check();
  await page.getByRole('button', { name: 'Tag…' }).click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('e2e-two');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Tag 2 devices' }).click();
  await page.getByText('Tagged 2 devices with e2e-two.').waitFor();

  await open(`${acme}?tag=e2e-two`);
  expect(await page.locator('a[data-row]').allTextContents()).toEqual(names.slice(0, 2));
  await page.getByRole('checkbox', { name: 'Select all 2 on this page' }).check();
  await page.getByRole('button', { name: 'Tag…' }).click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('e2e-two');
  await page.getByRole('radio', { name: 'Remove from 2 devices' }).check();
  await page.getByRole('button', { name: 'Remove from 2 devices' }).click();
  await page.getByText('matches no device in acme-corp').waitFor();
});

test('a tag that cannot be one is refused with the reason and the request id; nothing changes', async () => {
  const { page, open } = seat();
  await open(acme);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Tag…' }).click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('Not A Tag');
  await page.getByRole('button', { name: 'Tag 1 device' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'tag:' });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/lower-case letters.*Request [0-9a-f-]{36}/);
});

test('an Admin renames a device and gives its name back; both are in the audit log with their request', async () => {
  const { page, open } = seat();
  await open(acme);
  const row = page.locator('a[data-row]').first();
  const before = (await row.textContent()) ?? '';
  await row.click();
  await page.waitForURL('**/devices/*');
  const field = page.getByRole('textbox', { name: 'Name in Routeward' });
  for (const name of [`${before}-renamed`, before]) {
    await field.fill(name);
    await page.getByRole('button', { name: 'Rename device' }).click();
    await page.getByText(`Renamed to ${name}.`).waitFor();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }
  await open('/audit?event=device.renamed&outcome=ok');
  const rows = page.locator('tbody tr');
  expect(await rows.count()).toBeGreaterThanOrEqual(2);
  expect(await rows.first().innerText()).toMatch(/renamed a device/);
  expect(await rows.first().innerText()).toContain('Anna Keller');
});

test('a list of all customers can be looked at and starts no change', async () => {
  const { page, open } = seat();
  await open('/devices');
  expect(await page.getByRole('columnheader', { name: 'Customer' }).count()).toBe(1);
  expect(await page.getByRole('checkbox').count()).toBe(0);
});
