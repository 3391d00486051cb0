import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localCertificate, startHookServer, startMailServer } from '../server/post/receivers';
import { flawsOf } from './accessibility';
import { launch, type Seat, seatOf } from './browser';
import { origin } from './demo';

let browser: Browser;
let sofia: Seat;

beforeAll(async () => {
  browser = await launch();
  sofia = await seatOf(browser, origin, 'superAdmin');
});
afterAll(async () => {
  await browser.close();
});

const section = (name: string): Locator => sofia.page.getByRole('region', { name, exact: true });

const flaws = () => flawsOf(sofia.page);

test('a setting is saved by itself, says from when it holds, and goes back to how it comes when its field is emptied', async () => {
  const { page, open } = sofia;
  await open('/settings');
  const days = () => section('Retention').getByLabel('Results of runs and snapshots, in days');
  await days().fill('60');
  await section('Retention').getByRole('button', { name: 'Save retention' }).click();
  await section('Retention').getByText('Saved. It holds within the hour.').waitFor();
  await page.reload();
  expect(await days().inputValue()).toBe('60');
  await days().fill('');
  await section('Retention').getByRole('button', { name: 'Save retention' }).click();
  await section('Retention')
    .getByText(/^Saved/)
    .waitFor();
  await page.reload();
  expect(await days().inputValue()).toBe('90');
});

test('what cannot be is refused beside its form, and what was typed stays', async () => {
  const { open } = sofia;
  await open('/settings');
  const ranges = section('Device addresses').getByLabel('Allowed ranges');
  await ranges.fill('10.20.0.0/33');
  await section('Device addresses').getByRole('button', { name: 'Save device addresses' }).click();
  await section('Device addresses')
    .getByRole('alert')
    .getByText(/is not a range of addresses/)
    .waitFor();
  expect(await ranges.inputValue()).toBe('10.20.0.0/33');
});

test('mail is tested before it is saved; from then on an invitation is mailed, and its link is there all the same', async () => {
  const certificate = await localCertificate();
  const { port, taken } = await startMailServer({ certificate, hasStartTls: false, asksForAccount: false });
  const { page, open } = sofia;
  await open('/settings');
  await section('Mail').getByLabel('Server').fill('127.0.0.1');
  await section('Mail').getByLabel('Port').fill('1');
  await section('Mail').getByLabel('Encryption').selectOption('none');
  await section('Mail').getByLabel('Sent from').fill('routeward@acme.example');
  const save = section('Mail').getByRole('button', { name: 'Send a test and save mail' });
  await save.click();
  await section('Mail')
    .getByRole('alert')
    .getByText(/Nothing was saved\. 127\.0\.0\.1 port 1: no connection/)
    .waitFor();
  await section('Mail').getByLabel('Port').fill(String(port));
  await save.click();
  await section('Mail')
    .getByText(/^Saved/)
    .waitFor();
  expect(taken.map(({ to }) => to)).toEqual([['sofia@routeward.example']]);

  await open('/people');
  await page.getByRole('button', { name: 'Invite…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('by.mail@acme.example');
  await dialog.getByRole('radio', { name: 'Viewer', exact: true }).check();
  await dialog.getByRole('checkbox', { name: /^acme-corp/ }).check();
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Invitation link', exact: true }).inputValue();
  await dialog.getByText('It is also mailed to').waitFor();
  await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(2);
  expect(taken[1]?.raw.replaceAll('=\r\n', '').replaceAll('=23', '#')).toContain(link);

  await open('/settings');
  await section('Mail').getByText('Sent', { exact: true }).waitFor();
  for (const label of ['Server', 'Port', 'Sent from']) await section('Mail').getByLabel(label).fill('');
  await save.click();
  await section('Mail')
    .getByText(/^Saved/)
    .waitFor();
});

test('the demo has no certificate, and says why', async () => {
  await sofia.open('/settings');
  await section('Certificate').getByText('the demo speaks plain HTTP, on this machine alone').waitFor();
  expect(await section('Certificate').getByRole('button').count()).toBe(0);
});

// The courier has what the tests before this one have left to deliver.
test('a webhook is added with a secret shown once, tested, and removed', { timeout: 240_000 }, async () => {
  const { url } = await startHookServer(await localCertificate(), { status: 204 });
  const { page, open } = sofia;
  await open('/settings');
  await page.getByRole('button', { name: 'Add a webhook…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByRole('checkbox', { name: 'a device stopped answering' }).check();
  expect(await flaws()).toEqual([]);
  await dialog.getByRole('button', { name: 'Add a webhook for 1 event' }).click();
  expect(await dialog.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toMatch(/^whsec_/);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await section('Webhooks').getByText(url).first().waitFor();
  await section('Webhooks').getByRole('button', { name: 'Send a test' }).click();
  await section('Webhooks').getByText('A test is on its way.').waitFor();
  // This machine's own addresses are not posted to, and the page says so.
  await expect
    .poll(
      async () => {
        await section('Webhooks').getByRole('button', { name: 'Show how it fared' }).click();
        return section('Webhooks').innerText();
      },
      { timeout: 110_000 },
    )
    .toContain('is not connected to');
  await section('Webhooks')
    .getByRole('button', { name: /^Remove…/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove this webhook' }).click();
  await section('Webhooks').getByText('The webhook is removed.').waitFor();
});

test('the security page shows beside each claim what was found, to a Super Admin', async () => {
  const { page, open } = sofia;
  await open('/security');
  const texts = await page.getByRole('region').allInnerTexts();
  expect(texts.filter((text) => /\b(holds|unknown|look here)\b/.test(text)).length).toBeGreaterThanOrEqual(7);
  expect(await page.getByText('0 tables without forced row security.').count()).toBe(1);
  expect(await page.getByText(/^The key \d{8}T\d{6}Z-[0-9a-f]{8} signs;/).count()).toBe(1);
  expect(await flaws()).toEqual([]);
});

test('others read the claims and the contact, and nothing of the machine', async () => {
  const vera = await seatOf(browser, origin, 'viewer');
  expect((await vera.open('/settings')).status()).toBe(403);
  expect((await vera.open('/security')).status()).toBe(200);
  const text = await vera.page.getByRole('main').innerText();
  expect(text).toContain('Two walls between customers');
  expect(text).not.toMatch(/forced row security|\b0400\b|signs;/);
  await vera.context.close();
});
