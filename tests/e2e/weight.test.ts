import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, type Seat, seatOf, takeSeat } from './browser';
import { openSession } from './case-page';
import { origin } from './demo';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

/** Compressed bytes over the wire by kind, as Chromium counts them for one cold load. */
async function weigh({ context, page, open }: Seat, path: string): Promise<Readonly<Record<string, number>>> {
  const session = await context.newCDPSession(page);
  const kinds = new Map<string, string>();
  const bytes: Record<string, number> = { Script: 0, Stylesheet: 0, Font: 0, Document: 0 };
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other';
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await open(path);
  await page.evaluate(() => document.fonts.ready);
  await session.detach();
  return bytes;
}

const total = (bytes: Readonly<Record<string, number>>): number =>
  Object.values(bytes).reduce((sum, part) => sum + part, 0);

test('the sign-in page weighs at most 230 kB', async () => {
  const seat = await takeSeat(browser, origin);
  expect(total(await weigh(seat, '/login'))).toBeLessThanOrEqual(230_000);
  await seat.context.close();
});

/** What a page may need at most: the frame, what it is about, and of the catalogue the reads. */
const mostScript = 280_000;

test('no page needs more than 280 kB of script, 20 kB of style and 60 kB of fonts', async () => {
  const seat = await seatOf(browser, origin, 'superAdmin');
  await seat.open('/devices');
  const device = (await seat.page.locator('a[data-row]').first().getAttribute('href')) ?? '';
  const lists = ['/devices', '/alarms', '/customers', '/sessions', '/audit', '/account'];
  for (const path of [...lists, device, await newSession(seat)]) {
    const { Script, Stylesheet, Font } = await weigh(seat, path);
    expect(Script).toBeGreaterThan(0);
    expect(Script, path).toBeLessThanOrEqual(mostScript);
    expect(Stylesheet, path).toBeLessThanOrEqual(20_000);
    expect(Font, path).toBeLessThanOrEqual(60_000);
  }
  await seat.context.close();
});

/** The path of a session that is open, so that its page has everything that it can need. */
async function newSession({ page, open }: Seat): Promise<string> {
  await open('/customers/acme-corp/sessions');
  return openSession(page, 'A page to be weighed');
}
