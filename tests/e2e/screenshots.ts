import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Role } from '@/core/access';
import { desk, launch, seatOf, takeSeat, telephone } from './browser';
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
  { name: 'sessions', role: 'admin', path: '/account', size: desk },
  { name: 'audit', role: 'superAdmin', path: '/audit', size: desk },
  { name: 'audit-mobile', role: 'superAdmin', path: '/audit', size: telephone },
];

async function draw(browser: Browser, origin: string): Promise<void> {
  for (const { name, role, path, size } of shots) {
    const seat = role ? await seatOf(browser, origin, role) : await takeSeat(browser, origin);
    await seat.page.setViewportSize(size);
    await seat.open(path || acme);
    if (path === '') {
      await seat.page.locator('a[data-row]').first().click();
      await seat.page.getByRole('heading', { name: 'Facts' }).waitFor();
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await seat.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await seat.page.evaluate(() => document.fonts.ready);
      await seat.page.screenshot({ path: `${directory}${name}-${colorScheme}.png` });
    }
    await seat.context.close();
  }
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
