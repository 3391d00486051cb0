import { expect, test } from 'vitest';
import { acme, asRole } from './role-checks';

const seat = asRole('viewer');

test('a Viewer sees the devices and one device, and no control that changes anything', async () => {
  const { page, open } = seat();
  await open(acme);
  expect(await page.locator('a[data-row]').count()).toBe(47);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  await page.locator('a[data-row]').first().click();
  await page.waitForURL('**/devices/*');
  await page.getByRole('heading', { name: 'Facts' }).waitFor();
  const main = page.getByRole('main');
  expect(await main.getByRole('textbox').count()).toBe(0);
  expect(await main.getByRole('radio').count()).toBe(0);
  expect(await main.getByRole('button', { name: /^(Run|Stop|Repeat)/ }).count()).toBe(0);
});

test('the theme is chosen once and is in the first byte of the next page', async () => {
  const { page, open } = seat();
  await page.getByRole('button', { name: /Viewer/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(13, 20, 18)');
  const answer = await open('/devices');
  expect(await answer.text()).toContain('data-theme="dark"');
  await page.getByRole('button', { name: /Viewer/ }).click();
  await page.getByRole('menuitemradio', { name: 'System' }).click();
});

test('the whole way to a device can be gone with the keyboard alone', async () => {
  const { page, open } = seat();
  await open('/devices');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  const tabs: string[] = [];
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
  for (let press = 0; press < 5; press++) {
    await page.keyboard.press('Tab');
    tabs.push((await focused())?.replace(/ \d+$/, '') ?? '');
  }
  expect(tabs).toEqual(['All', 'Down', 'No data', 'Up', 'Filter devices']);
  const first = page.locator('a[data-row]').first();
  const name = await first.textContent();
  for (let press = 0; press < 4; press++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) break;
  }
  const outline = await first.evaluate((link) => getComputedStyle(link).outlineStyle);
  expect(outline).toBe('solid');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/devices/*');
});
