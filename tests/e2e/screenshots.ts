import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Role } from '@/core/access';
import { desk, launch, type Seat, seatOf, takeSeat, telephone } from './browser';
import { startDemo } from './product';

/**
 * Draws docs/screenshots/*.png from the demo, light and dark. Run by hand after a change of the look:
 * npm run screenshots
 */
const directory = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const acme = '/customers/acme-corp/devices';

const shots: readonly { name: string; role: Role | null; path: string; size: typeof desk }[] = [
  { name: 'sign-in', role: null, path: '/login', size: desk },
  { name: 'refused', role: 'operator', path: '/customers/other-isp/devices', size: desk },
  { name: 'devices', role: 'operator', path: acme, size: desk },
  { name: 'devices-mobile', role: 'operator', path: acme, size: telephone },
  { name: 'device', role: 'admin', path: '', size: desk },
  { name: 'device-mobile', role: 'operator', path: '', size: telephone },
  { name: 'sessions', role: 'admin', path: '/account', size: desk },
  { name: 'audit', role: 'superAdmin', path: '/audit', size: desk },
  { name: 'audit-mobile', role: 'superAdmin', path: '/audit', size: telephone },
];

async function draw(browser: Browser, origin: string): Promise<void> {
  for (const { name, role, path, size } of shots) {
    const seat = role ? await seatOf(browser, origin, role) : await takeSeat(browser, origin);
    await seat.page.setViewportSize(size);
    await seat.open(path || acme);
    if (path === '') await drawRuns(seat);
    // Drawn once everything has come that comes by itself.
    else if (path === acme) await seat.page.getByRole('link', { name: 'Up 45' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await seat.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await seat.page.evaluate(() => document.fonts.ready);
      await seat.page.screenshot({ path: `${directory}${name}-${colorScheme}.png` });
    }
    await seat.context.close();
  }
}

/** A device whose uplink loses packets, with a traceroute and a ping on the screen. */
async function drawRuns({ page, open }: Seat): Promise<void> {
  await open(`${acme}?q=tower-21-gw`);
  await page.locator('a[data-row]').first().click();
  for (const [title, button, count] of [
    // Each round waits a second for each hop that is silent.
    [/^Traceroute/, 'Run traceroute', '5'],
    [/^Ping/, 'Run ping', '20'],
  ] as const) {
    await page.getByRole('radio', { name: title }).check();
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill('1.1.1.1');
    await page.getByRole('textbox', { name: /^Count/ }).fill(count);
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('article').first().getByText('Done', { exact: true }).waitFor({ timeout: 120_000 });
  }
  await page.getByRole('article').first().scrollIntoViewIfNeeded();
}

mkdirSync(directory, { recursive: true });
const product = await startDemo();
const browser = await launch();
try {
  await draw(browser, product.origin);
} finally {
  await browser.close();
  await product.stop();
}
