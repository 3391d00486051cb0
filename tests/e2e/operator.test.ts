import { expect, test } from 'vitest';
import { demoCustomers } from '@/server/db/demo-world';
import { acme, asRole } from './role-checks';

const seat = asRole('operator');

const ownNames = demoCustomers
  .filter(({ slug }) => slug === 'acme-corp')
  .flatMap(({ devices }) => devices.map(({ name }) => name))
  .toSorted();

test('Marco sees his 47 devices and not one more, in the list of all and in the one of acme-corp', async () => {
  const { page, open } = seat();
  expect(ownNames).toHaveLength(47);
  for (const path of ['/devices', acme]) {
    await open(path);
    const shown = await page.locator('a[data-row]').allTextContents();
    expect(shown.toSorted()).toEqual(ownNames);
    expect(await page.getByRole('status').first().textContent()).toContain('47 devices');
  }
});

test("another customer's address is a 403 page that says which, who can change it, and under which request", async () => {
  const { page, open } = seat();
  const answer = await open('/customers/other-isp/devices');
  expect(answer.status()).toBe(403);
  const main = page.getByRole('main');
  expect(await main.textContent()).toContain('customer "other-isp" not in scope');
  expect(await main.textContent()).toContain('A Super Admin can assign a customer to you.');
  expect(await main.textContent()).toContain('recorded in the audit log');
  expect(await main.textContent()).toContain(answer.headers()['x-request-id'] ?? 'a request id');
});

test('a customer that does not exist is refused in the same words', async () => {
  const { page, open } = seat();
  const told = async (slug: string) => {
    expect((await open(`/customers/${slug}/devices`)).status()).toBe(403);
    const text = await page.getByRole('main').innerText();
    return text.replaceAll(slug, 'it').replace(/[0-9a-f-]{36}/, 'id');
  };
  expect(await told('no-such-isp')).toBe(await told('other-isp'));
});

test('the filter finds by name and tag, and its address brings the same list back', async () => {
  const { page, open } = seat();
  await open(acme);
  await page.keyboard.press('/');
  await page.keyboard.type('gw tag:tower ');
  await page.waitForURL(`**${acme}?q=gw&tag=tower`);
  const rows = page.locator('a[data-row]');
  await page.getByText(/devices match$/).waitFor();
  const found = await rows.allTextContents();
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(47);
  expect(found.every((name) => name.includes('gw'))).toBe(true);
  await open(`${acme}?q=gw&tag=tower`);
  expect(await rows.allTextContents()).toEqual(found);
  expect(await page.getByLabel('Filter devices').inputValue()).toBe('gw');
});

test('a filter without a hit names the token that removed everything', async () => {
  const { page, open } = seat();
  await open(`${acme}?q=gw&tag=no-such-tag`);
  expect(await page.getByRole('main').innerText()).toContain('tag:no-such-tag matches no device in acme-corp');
});

test('j, k and Enter go through the rows; one switch turns single keys off for good', async () => {
  const { page, open } = seat();
  await open(acme);
  const rows = page.locator('a[data-row]');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await focused()).toBe(await rows.nth(1).textContent());
  await page.keyboard.press('k');
  expect(await focused()).toBe(await rows.nth(0).textContent());
  const target = await rows.nth(0).getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${target}`);

  await page.getByRole('button', { name: /Operator/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Single-key shortcuts' }).click();
  await open(acme);
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
});

test('the console line is the request that gives the same devices', async () => {
  const { page, context, open } = seat();
  await open(`${acme}?tag=tower`);
  const line = await page.getByRole('region', { name: 'API line of this page' }).locator('code').textContent();
  expect(line).toBe('GET /api/v1/devices?customer=acme-corp&tag=tower&limit=100');
  const answer = await context.request.get(line?.replace('GET ', '') ?? '');
  const { items }: { items: { name: string }[] } = await answer.json();
  expect(items.map(({ name }) => name)).toEqual(await page.locator('a[data-row]').allTextContents());
});
