import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Role } from '@/core/access';
import { desk, launch, type Seat, seatOf, takeSeat, telephone } from './browser';
import { startDemo } from './product';

/**
 * Draws docs/screenshots/*.png from the demo, light and dark, and the first page of a PDF (pdftoppm, of poppler-utils). Run
 * by hand after a change of the look: npm run screenshots, or npm run screenshots -- NAME… for some of them.
 */
const wanted = process.argv.slice(2);
const directory = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const acme = '/customers/acme-corp/devices';

const shots: readonly { name: string; role: Role | null; path: string; size: typeof desk }[] = [
  { name: 'sign-in', role: null, path: '/login', size: desk },
  { name: 'refused', role: 'operator', path: '/customers/other-isp/devices', size: desk },
  { name: 'devices', role: 'operator', path: acme, size: desk },
  { name: 'devices-mobile', role: 'operator', path: acme, size: telephone },
  { name: 'device', role: 'admin', path: '', size: desk },
  { name: 'device-mobile', role: 'operator', path: '', size: telephone },
  { name: 'case', role: 'operator', path: 'case', size: desk },
  { name: 'case-mobile', role: 'viewer', path: '/sessions', size: telephone },
  { name: 'cases', role: 'operator', path: '/customers/acme-corp/sessions', size: desk },
  { name: 'sessions', role: 'admin', path: '/account', size: desk },
  { name: 'people', role: 'superAdmin', path: '/people', size: desk },
  { name: 'enrol', role: 'admin', path: '/customers/acme-corp/enrol', size: desk },
  { name: 'enrol-mobile', role: 'admin', path: '/customers/acme-corp/enrol', size: telephone },
  { name: 'sites', role: 'admin', path: '/customers/acme-corp/sites', size: desk },
  { name: 'search', role: 'operator', path: 'search', size: desk },
  { name: 'bulk', role: 'operator', path: 'bulk', size: desk },
  { name: 'change', role: 'operator', path: 'change', size: desk },
  { name: 'alarms', role: 'operator', path: 'alarms', size: desk },
  { name: 'library', role: 'operator', path: '/actions', size: desk },
  { name: 'action-mobile', role: 'operator', path: '/actions/fw.nat.add', size: telephone },
  { name: 'settings', role: 'superAdmin', path: '/settings', size: desk },
  { name: 'security', role: 'superAdmin', path: '/security', size: desk },
  { name: 'audit', role: 'superAdmin', path: '/audit', size: desk },
  { name: 'audit-mobile', role: 'superAdmin', path: '/audit', size: telephone },
];

/** Of what the README shows in one of them only, the other would only weigh. */
const looksOf = (name: string): readonly ('light' | 'dark')[] => (name === 'change' ? ['light'] : ['light', 'dark']);

async function draw(browser: Browser, origin: string): Promise<void> {
  for (const { name, role, path, size } of shots.filter((shot) => wanted.length === 0 || wanted.includes(shot.name))) {
    const seat = role ? await seatOf(browser, origin, role) : await takeSeat(browser, origin);
    await seat.page.setViewportSize(size);
    await seat.open(path.startsWith('/') ? path : acme);
    const drawn = drawings[path];
    if (drawn !== undefined) await drawn(seat);
    else if (path === '/sessions') await openCase(seat);
    // Drawn once everything has come that comes by itself.
    else if (path === acme) await seat.page.getByRole('link', { name: 'Up 45' }).waitFor();
    for (const colorScheme of looksOf(name)) {
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
    // The first one: whoever may edit the device finds its own address further down.
    await page.getByRole('textbox', { name: 'Address', exact: true }).first().fill('1.1.1.1');
    await page.getByRole('textbox', { name: /^Count/ }).fill(count);
    await page.getByRole('button', { name: button }).click();
    await page
      .getByRole('article', { name: title })
      .first()
      .getByText('Done', { exact: true })
      .waitFor({ timeout: 120_000 });
  }
  await page.getByRole('article').first().scrollIntoViewIfNeeded();
}

/** A case on the same device: a ping and a traceroute, a note, and the first page of its PDF. */
async function drawCase({ page, open }: Seat): Promise<void> {
  await open('/customers/acme-corp/sessions');
  await page.getByRole('button', { name: 'Open a session…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel('Symptom')
    .fill(
      'Customers behind tower-21 drop every few minutes\nSince 13:30, sector B. The backhaul looks fine from here.',
    );
  await dialog.getByLabel('Search devices').fill('tower-21-gw');
  await dialog.getByRole('checkbox', { name: /^tower-21-gw/ }).check();
  await dialog.getByRole('button', { name: 'Open session' }).click();
  await page.waitForURL('**/sessions/*');
  for (const [title, count] of [
    ['Ping', '20'],
    ['Traceroute', '5'],
  ] as const) {
    const pick = page.locator('.pick', { has: page.getByRole('checkbox', { name: new RegExp(`^READ ${title}`) }) });
    await pick.getByRole('checkbox').first().check();
    await pick.getByLabel('Address', { exact: true }).fill('1.1.1.1');
    await pick.getByRole('textbox', { name: /^Count/ }).fill(count);
  }
  await page.getByRole('button', { name: 'Run 2 reads' }).click();
  for (const title of ['Ping 1.1.1.1 on tower-21-gw', 'Traceroute 1.1.1.1 on tower-21-gw'])
    await page
      .getByRole('article', { name: title, exact: true })
      .getByText('Done', { exact: true })
      .waitFor({ timeout: 120_000 });
  await page.getByLabel('Note', { exact: true }).fill('Loss begins at the uplink, not at the sector.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.locator('[data-step-kind=note]').waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export PDF' }).click();
  const pdf = await (await coming).path();
  execFileSync('pdftoppm', ['-r', '90', '-f', '1', '-l', '1', '-singlefile', '-png', pdf, `${directory}report`]);
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, 0));
}

/** A subscriber, found on every device that knows them. */
async function drawSearch({ page, open }: Seat): Promise<void> {
  await open('/search?q=ada.tomasi');
  await page.getByRole('button', { name: 'Ask 47 devices' }).click();
  await page.getByText('47 of 47 devices asked').waitFor({ timeout: 60_000 });
}

/** A ping on every access point, with its line for each. */
async function drawBulk({ page, open }: Seat): Promise<void> {
  await open(`${acme}?tag=cpe`);
  await page.getByRole('checkbox', { name: /^Select all/ }).check();
  await page.getByRole('button', { name: 'Run an action…' }).click();
  await page.getByRole('dialog').getByLabel('Address', { exact: true }).fill('10.20.0.1');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Run ping/ })
    .click();
  await page.waitForURL('**/bulk/*');
  await page.getByRole('button', { name: /^Repeat on/ }).waitFor({ timeout: 60_000 });
}

/** A change that waits: what the router has and would have, and the line under safe mode. */
async function drawChange({ page, open }: Seat): Promise<void> {
  await open('/templates/system.ntp');
  await page.getByRole('searchbox', { name: 'Search devices' }).fill('tower-21-gw');
  await page.getByRole('button', { name: /^tower-21-gw / }).click();
  await page.getByLabel('Servers').fill('192.0.2.123');
  await page.getByRole('button', { name: 'Preview on tower-21-gw' }).click();
  await page.waitForURL('**/changes/*');
  await page.getByRole('button', { name: 'Authorise and run' }).waitFor({ timeout: 60_000 });
}

/** A device that was lost, a minute after that, acknowledged. */
async function drawAlarms({ page, open }: Seat): Promise<void> {
  await open('/customers/acme-corp/alarms');
  await page.getByRole('button', { name: 'Acknowledge… tower-09-ap-s' }).click({ timeout: 120_000 });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('No power at the mast since 13:40; the utility says 16:00.');
  await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByText('Acknowledged', { exact: true }).waitFor();
}

/** Pages that something is done on before they are drawn. */
const drawings: Readonly<Record<string, (seat: Seat) => Promise<void>>> = {
  '': drawRuns,
  case: drawCase,
  alarms: drawAlarms,
  change: drawChange,
  search: drawSearch,
  bulk: drawBulk,
};

/** The case that is there already, as somebody opens it who may only look. */
async function openCase({ page }: Seat): Promise<void> {
  await page.locator('a[data-row]').first().click();
  await page.waitForURL('**/sessions/*');
  await page.getByRole('article').first().getByRole('img').waitFor();
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
