import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAccount } from '@/simulator/accounts';
import { flawsOf } from './accessibility';
import { launch, type Seat, seatOf } from './browser';
import { origin } from './demo';
import { acme } from './role-checks';

let browser: Browser;
let seat: Seat;
const enrol = '/customers/acme-corp/enrol';
/** A simulated router that another device of the demo names too: cpe-4412. */
const address = '10.20.200.3';
const fingerprint = /\b(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\b/;

beforeAll(async () => {
  browser = await launch();
  seat = await seatOf(browser, origin, 'admin');
});
afterAll(async () => {
  await browser.close();
});

const section = (name: string): Locator => seat.page.getByRole('region', { name });
const field = (within: Locator, name: string): Locator => within.getByRole('textbox', { name, exact: true });
const focused = () => seat.page.evaluate(() => document.activeElement?.textContent);

/** What the page must not have in the state that it is in. */
const flaws = () => flawsOf(seat.page);

async function openDevice(name: string): Promise<void> {
  await seat.open(`${acme}?q=${name}`);
  await seat.page.getByRole('link', { name, exact: true }).click();
  await seat.page.waitForURL('**/devices/*');
  await seat.page.getByRole('button', { name: 'Test the connection' }).waitFor();
}

test('the lines for a router hold what is typed, and only once that cannot be mistaken', async () => {
  const { page, open } = seat;
  await open(acme);
  await page.getByRole('link', { name: 'Enrol devices' }).click();
  await page.waitForURL(`**${enrol}`);
  const prepare = section('1. Prepare the routers');
  // The demo is opened by a name, which no router sees.
  expect(await field(prepare, 'Our address as routers see it').inputValue()).toBe('');
  const lines = prepare.locator('pre').filter({ hasText: '/user add' });
  expect(await lines.count()).toBe(0);
  await field(prepare, 'Our address as routers see it').fill('192.0.2.7');
  const password = await field(prepare, 'Password').inputValue();
  expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
  expect(await lines.innerText()).toContain(`address=192.0.2.7 password="${password}"`);
  expect(await lines.innerText()).not.toContain(':delay');
  await prepare.getByRole('radio', { name: 'RouterOS 6' }).check();
  expect(await lines.innerText()).toContain(':delay');
  await prepare.getByRole('button', { name: 'Make another' }).click();
  expect(await field(prepare, 'Password').inputValue()).not.toBe(password);
  await field(prepare, 'Account name').fill('two words');
  expect(await lines.count()).toBe(0);
  await field(prepare, 'Our address as routers see it').fill('1.2.3.4 disabled=no');
  await field(prepare, 'Account name').fill(readAccount.name);
  expect(await lines.count()).toBe(0);
});

test('the account in the lines is kept as credentials, without typing it twice, and is chosen below', async () => {
  const prepare = section('1. Prepare the routers');
  await field(prepare, 'Password').fill(readAccount.password);
  // The demo's own have other names.
  expect(await field(prepare, 'Name of the credentials').inputValue()).toBe('Reading');
  await prepare.getByRole('button', { name: 'Keep this account as credentials' }).click();
  await prepare.getByText('Kept as Reading.').waitFor();
  const row = section('2. Credentials').getByRole('row').filter({ hasText: 'Reading' });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}\s+0/);
  const chosen = section('3. Devices').getByRole('combobox', { name: 'Credentials' }).first();
  expect(await chosen.locator('option:checked').textContent()).toBe('Reading');
});

test('a device is added, shows its certificate, and is asked once that is confirmed', async () => {
  const { page } = seat;
  const devices = section('3. Devices');
  await field(devices, 'Name').fill('spare-cpe');
  await field(devices, 'Address').fill(address);
  const site = devices.getByRole('combobox', { name: 'Site' });
  await site.fill('tower 07');
  expect(await devices.getByText('There is no site').count()).toBe(0);
  await site.fill('Store room');
  await devices.getByText('There is no site “Store room” yet: it is added with the device.').waitFor();
  await field(devices, 'Tags').fill('spare, cpe');
  await devices.getByRole('button', { name: 'Add device' }).click();
  await devices.getByText('spare-cpe is enrolled.').waitFor();
  expect(await field(devices, 'Name').inputValue()).toBe('');
  const certificates = section('4. Certificates to confirm');
  const row = certificates.getByRole('row').filter({ hasText: 'spare-cpe' });
  await row.getByText(fingerprint).waitFor();
  expect(await flaws()).toEqual([]);
  await row.getByRole('checkbox', { name: 'Select spare-cpe' }).check();
  await certificates.getByRole('button', { name: 'Confirm 1 certificate' }).click();
  await certificates.getByText('1 certificate confirmed. The device is asked how it is now.').waitFor();
  expect(await focused()).toBe('1 certificate confirmed. The device is asked how it is now.');
  await row.waitFor({ state: 'detached' });
  await devices.getByRole('link', { name: 'spare-cpe' }).click();
  await page.waitForURL('**/devices/*');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('The connection works.').waitFor();
  await page.locator('.status-up').waitFor();
  expect(await page.getByRole('main').innerText()).toMatch(
    /Store room.*RouterOS\s+7\.20\.8|RouterOS\s+7\.20\.8.*Store room/s,
  );
});

test('with another account the test says what is wrong, and with the right one that it works', async () => {
  const { page, open } = seat;
  await open(enrol);
  await section('2. Credentials').getByRole('button', { name: 'Add…' }).click();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Name').fill('Wrong');
  await field(dialog, 'Account name').fill(readAccount.name);
  await dialog.getByLabel('Password', { exact: true }).fill('not that one');
  expect(await flaws()).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep credentials' }).click();
  await page.getByText('Wrong is kept.').waitFor();
  await openDevice('spare-cpe');
  for (const [credentials, verdict] of [
    ['Wrong', 'Login refused.'],
    ['Reading', 'The connection works.'],
  ] as const) {
    await page.getByRole('combobox', { name: 'Credentials' }).selectOption(credentials);
    await page.getByRole('button', { name: 'Save connection' }).click();
    await page.getByText('Saved. Test the connection').waitFor();
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText(verdict, { exact: true }).waitFor();
    await page.getByText(/^Saved\./).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Test the connection' }).waitFor();
  }
});

test('in the place of a router another one shows its certificate, which is to be confirmed', async () => {
  const { page } = seat;
  await page.getByRole('button', { name: 'Replace hardware… spare-cpe' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.innerText()).toMatch(/certificate is forgotten.*stay with the device/s);
  await dialog.getByRole('button', { name: 'Replace hardware' }).click();
  const notice = page.locator('.notice').filter({ hasText: 'Compare and confirm' });
  await notice.getByText(fingerprint).waitFor();
  expect(await notice.innerText()).toMatch(/Confirmed\s+none\s+Shown now/);
  await notice.getByRole('link', { name: 'Compare and confirm' }).click();
  await page.waitForURL(`**${enrol}#confirm`);
  const certificates = section('4. Certificates to confirm');
  await certificates.getByRole('button', { name: /^Select all/ }).click();
  await certificates.getByRole('button', { name: 'Confirm 1 certificate' }).click();
  await certificates.getByText('1 certificate confirmed.').waitFor();
});

test('lines and credentials may hold an account that writes and one for bandwidth tests, put in and taken out alone', async () => {
  const { page, open } = seat;
  await open(enrol);
  const prepare = section('1. Prepare the routers');
  await field(prepare, 'Our address as routers see it').fill('192.0.2.7');
  await prepare.getByRole('checkbox', { name: /^And an account that writes/ }).check();
  await prepare.getByRole('checkbox', { name: /^And an account for bandwidth tests/ }).check();
  await field(prepare, 'Network of the testing routers').fill('10.20.0.0/16');
  await field(prepare, 'Test account name').fill('routeward-write');
  await prepare.getByText('Each account needs a name of its own.').waitFor();
  await field(prepare, 'Test account name').fill('routeward-test');
  const lines = await prepare.locator('pre').first().innerText();
  expect(lines).toContain('/user group add name=routeward-write-only policy=api,read,write,test\n');
  expect(lines).toContain('/user group add name=routeward-test-only policy=api,winbox\n');
  expect(lines).toContain('group=routeward-test-only address=192.0.2.7,10.20.0.0/16');
  expect(await flaws()).toEqual([]);
  await field(prepare, 'Name of the credentials').fill('All three');
  await prepare.getByRole('button', { name: 'Keep these accounts as credentials' }).click();
  await prepare.getByText('The passwords are not shown again').waitFor();
  const row = section('2. Credentials').getByRole('row').filter({ hasText: 'All three' });
  await row.getByText('reads, writes and tests').waitFor();
  await row.getByRole('button', { name: 'Change… All three' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('group', { name: 'Account for bandwidth tests' })
    .getByRole('radio', { name: 'Take it out' })
    .check();
  await dialog.getByRole('group', { name: 'Account that writes' }).getByRole('radio', { name: 'Replace it' }).check();
  await field(dialog, 'Write account name').fill('writer');
  await dialog.getByLabel('Write password', { exact: true }).fill('a password that writes');
  expect(await flaws()).toEqual([]);
  await dialog.getByRole('button', { name: 'Save All three' }).click();
  await page.getByText('All three is saved').waitFor();
  await row.getByText('reads and writes').waitFor();
});

test('a file is checked line by line, and enrolled only when no line is wrong', async () => {
  const { page, open } = seat;
  await open(enrol);
  const devices = section('3. Devices');
  const template = devices.getByRole('link', { name: 'Template file' });
  expect(await template.getAttribute('download')).toBe('devices.csv');
  expect(decodeURIComponent((await template.getAttribute('href')) ?? '')).toContain(
    'name,address,port,site,tags,fingerprint,credentials',
  );
  const file = (text: string) => ({ name: 'devices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const chooser = devices.getByLabel('CSV file');
  await chooser.setInputFiles(file('a'.repeat(900_001)));
  await devices.getByText('The file has 901 kB; at most 900 kB go at a time. Split it.').waitFor();
  await chooser.setInputFiles(file(`name,address,port\nspare-a,${address},8729\nspare-b,no address,8729\n`));
  await devices.getByRole('combobox', { name: 'Credentials' }).last().selectOption('Reading');
  const check = devices.getByRole('button', { name: 'Check' });
  await check.click();
  await devices.getByText('1 line is wrong, 1 line can be enrolled. Nothing is enrolled while one is wrong.').waitFor();
  expect(await devices.getByRole('row').nth(1).innerText()).toMatch(/^3\s.*address: a host name or an IP address/s);
  expect(await devices.getByRole('button', { name: /^Enrol/ }).count()).toBe(0);
  expect(await flaws()).toEqual([]);
  await devices.getByLabel('Or its text').fill(`name,address,site\nspare-a,${address},Cellar\n`);
  await check.click();
  await devices.getByText('1 new site: Cellar.').waitFor();
  await devices.getByRole('button', { name: 'Enrol 1 device' }).click();
  await devices.getByText('1 device enrolled, 1 site added.').waitFor();
  await section('4. Certificates to confirm')
    .getByRole('row')
    .filter({ hasText: 'spare-a' })
    .getByText(fingerprint)
    .waitFor();
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByText('Looking again at 1 device.').waitFor();
});

test('a device is archived from its page, and brought back', async () => {
  const { page, open } = seat;
  await openDevice('spare-cpe');
  await page.getByRole('button', { name: 'Archive… spare-cpe' }).click();
  expect(await flaws()).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Archive spare-cpe' }).click();
  await page.waitForURL(`**${acme}`);
  await page.getByText('48 devices in acme-corp').waitFor();
  await open(enrol);
  await page.getByText('Archived devices (1)').click();
  expect(await flaws()).toEqual([]);
  await page.getByRole('button', { name: 'Bring back spare-cpe' }).click();
  await page.getByText('spare-cpe is back. It is asked how it is now.').waitFor();
  expect(await focused()).toBe('spare-cpe is back. It is asked how it is now.');
});

test('selected devices are archived together, and their sites after them, which leaves the demo as it was', async () => {
  const { page, open } = seat;
  await open(`${acme}?q=spare`);
  await page.getByRole('checkbox', { name: 'Select all 2 on this page' }).check();
  await page.getByRole('button', { name: 'Archive… 2 devices' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive 2 devices' }).click();
  await page.getByText('matches no device in acme-corp').waitFor();
  for (const site of ['Store room', 'Cellar']) {
    await open('/customers/acme-corp/sites');
    await page.getByRole('button', { name: `Archive… ${site}` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Archive ${site}` })
      .click();
    await page.getByText(`${site} is archived.`).waitFor();
  }
  await open(acme);
  await page.getByText('47 devices in acme-corp').waitFor();
});

test('an Operator finds no way to enrol, and is refused', async () => {
  const marco = await seatOf(browser, origin, 'operator');
  await marco.open(acme);
  expect(await marco.page.getByRole('link', { name: 'Enrol devices' }).count()).toBe(0);
  expect((await marco.open(enrol)).status()).toBe(403);
  expect(await marco.page.locator('[data-permission="device.edit"]').count()).toBe(0);
  expect(marco.problems()).toEqual([]);
  await marco.context.close();
});

test('nothing went wrong in the browser, and nothing was asked of another origin', () => {
  expect(seat.problems()).toEqual([]);
});
