import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flawsOf } from './accessibility';
import { launch, personWith, type Seat, seatOf } from './browser';
import { origin } from './demo';
import { acme } from './role-checks';

let browser: Browser;
let marco: Seat;
let vera: Seat;
const alarms = '/customers/acme-corp/alarms';
const note = 'The antenna has hung itself up; somebody drives there.';

beforeAll(async () => {
  browser = await launch();
  marco = await seatOf(browser, origin, 'operator');
  vera = await seatOf(browser, origin, 'viewer');
});
afterAll(async () => {
  await browser.close();
});

const row = ({ page }: Seat, device: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: device, exact: true }) });

/** What the page must not have as it stands. */
const flaws = ({ page }: Seat) => flawsOf(page);

test('what stays down is an alarm by itself, on a page that was open before', async () => {
  await Promise.all([marco.open(alarms), vera.open(alarms)]);
  // The simulated routers in trouble do not answer from the first minute on; the demo bears that for one.
  await row(marco, 'tower-09-ap-s').waitFor({ timeout: 115_000 });
  await row(marco, 'tower-09-ap-s').getByText('New', { exact: true }).waitFor();
  // It is down too, but never answered: nobody lost anything.
  expect(await row(marco, 'cpe-4413').count()).toBe(0);
  expect(await marco.page.getByRole('link', { name: 'riga-ap-2' }).count()).toBe(0);
  expect(await flaws(marco)).toEqual([]);
});

test('an Operator acknowledges it with a note, and a Viewer sees that at once and acknowledges nothing', async () => {
  const { page } = marco;
  const name = personWith('operator').name;
  const waiting = await page.getByRole('link', { name: /^Alarms \d+ new$/ }).innerText();
  const left = Number(/\d+/.exec(waiting)) - 1;
  // Where nothing waits for anybody, nothing is said.
  const words = left === 0 ? 'Alarms' : `Alarms ${left} new`;
  await page.getByRole('button', { name: 'Acknowledge… tower-09-ap-s' }).click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge tower-09-ap-s' });
  await dialog.getByRole('textbox').fill(note);
  expect(await flaws(marco)).toEqual([]);
  await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('tower-09-ap-s is acknowledged by you.');
  for (const seat of [marco, vera]) {
    await row(seat, 'tower-09-ap-s').getByText('Acknowledged', { exact: true }).waitFor();
    expect(await row(seat, 'tower-09-ap-s').innerText()).toContain(`${name}: ${note}`);
    await seat.page.getByRole('link', { name: words, exact: true }).waitFor();
  }
  expect(await page.getByRole('button', { name: /^Acknowledge…/ }).count()).toBe(left);
  expect(await vera.page.locator('[data-permission="alarm.acknowledge"]').count()).toBe(0);
  expect((await vera.open('/customers/other-isp/alarms')).status()).toBe(403);
});

test('the page of the device says so too, and leads to the list', async () => {
  const { page, open } = vera;
  await open(`${acme}?q=tower-09-ap-s`);
  await page.getByRole('link', { name: 'tower-09-ap-s', exact: true }).click();
  const line = page.getByText(/^Alarm since \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await line.waitFor();
  expect(await line.innerText()).toContain(`, acknowledged by ${personWith('operator').name}: ${note}`);
  await line.getByRole('link', { name: 'Alarm' }).click();
  await page.waitForURL(`**${alarms}?device=*`);
  await row(vera, 'tower-09-ap-s').waitFor();
});

test('a person chooses what is mailed to them, and finds it chosen', async () => {
  const { page, open } = marco;
  await open('/account');
  const section = page.getByRole('region', { name: 'Alarms by mail' });
  const save = section.getByRole('button', { name: 'Save alarms by mail' });
  // Our own link is no customer's: nobody but a Super Admin is told of it.
  expect(await section.getByRole('checkbox').count()).toBe(2);
  expect(await section.getByRole('checkbox', { name: /^Our own link/ }).count()).toBe(0);
  await section.getByRole('checkbox', { name: /^acme-corp/ }).check();
  await save.click();
  await section.getByText(`Saved. To ${personWith('operator').email}: alarms of 1 customer.`).waitFor();
  await open('/account');
  expect(await section.getByRole('checkbox', { name: /^acme-corp/ }).isChecked()).toBe(true);
  await section.getByRole('checkbox', { name: /^acme-corp/ }).uncheck();
  await save.click();
  await section.getByText('Saved. No alarm is mailed to you.').waitFor();
});

test('nothing went wrong in the browser, and nothing was asked of another origin', () => {
  expect([...marco.problems(), ...vera.problems()]).toEqual([]);
});
