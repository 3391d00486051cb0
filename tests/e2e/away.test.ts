import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from './accessibility';
import { launch, type Seat, seatByForm } from './browser';
import { type Product, startDemo } from './product';

let browser: Browser;
let product: Product;
let seat: Seat;

beforeAll(async () => {
  [browser, product] = await Promise.all([launch(), startDemo()]);
  seat = await seatByForm(browser, product.origin, 'operator');
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

/** Ends every connection to the product's database, and lets nobody in until the returned function is called. */
function takeDatabaseAway(): () => void {
  const directory = join(product.dataDirectory, 'pg');
  const socket = join(directory, '.s.PGSQL.5432');
  const aside = `${socket}.aside`;
  renameSync(socket, aside);
  const [postmaster = ''] = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (isConnectionOf(pid, postmaster)) process.kill(Number(pid));
  }
  return () => renameSync(aside, socket);
}

function isConnectionOf(pid: string, postmaster: string): boolean {
  try {
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return parent === postmaster && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: routeward');
  } catch {
    // It ended between the listing and the look.
    return false;
  }
}

test('without its database a page says so with 503 and its request id, keeps the cookies, and comes back by itself', async () => {
  const { page, context } = seat;
  const cookies = async () => (await context.cookies()).map(({ name }) => name).toSorted();
  const before = await cookies();
  const bringBack = takeDatabaseAway();
  const answer = await page.goto('/devices');
  expect(answer?.status()).toBe(503);
  await page.getByRole('heading', { name: 'Not available' }).waitFor();
  const main = page.getByRole('main');
  expect(await main.innerText()).toContain(answer?.headers()['x-request-id'] ?? 'a request id');
  expect(await main.innerText()).toContain('Nothing was changed on a router');
  expect(await cookies()).toEqual(before);
  expect(await barriers(page)).toEqual([]);

  bringBack();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
  expect(await page.locator('a[data-row]').count()).toBe(47);
});
