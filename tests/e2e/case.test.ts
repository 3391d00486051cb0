import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '@/core/access';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { desk, launch, personWith, type Seat, seatOf, telephone } from './browser';
import { isOver, log, panel, pick, say, step, tick } from './case-page';
import { origin } from './demo';
import { controls, wronglyShown } from './permitted';
import { acme } from './role-checks';

/* One case through all four roles, in the order in which it happens: each test goes on where the one before left it. */

const sessions = '/customers/acme-corp/sessions';
let browser: Browser;
let operator: Seat;
let admin: Seat;
let viewer: Seat;
let superAdmin: Seat;
/** The path of the session's page, once it is open. */
let path = '';

beforeAll(async () => {
  browser = await launch();
  const all = (['operator', 'admin', 'viewer', 'superAdmin'] as const).map((role) => seatOf(browser, origin, role));
  [operator, admin, viewer, superAdmin] = (await Promise.all(all)) as [Seat, Seat, Seat, Seat]; // safe: four roles.
});
afterAll(async () => {
  await browser.close();
});

test('an Operator opens a session from a device, with a symptom and a second device', async () => {
  const { page, open } = operator;
  await open(`${acme}?q=tower-03-gw`);
  await page.getByRole('link', { name: 'tower-03-gw', exact: true }).click();
  await page.getByRole('button', { name: 'Open a session…' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Open session' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Symptom').fill('Customers behind tower-03 drop every few minutes\nSince 13:30, sector B.');
  await dialog.getByLabel('Search devices').fill('tower-03-bh');
  await dialog.getByRole('checkbox', { name: /^tower-03-bh/ }).check();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Open session' }).click();
  await page.waitForURL('**/sessions/*');
  path = new URL(page.url()).pathname;
  await page
    .getByRole('heading', { level: 1, name: /^S-\d+ Customers behind tower-03 drop every few minutes$/ })
    .waitFor();
  expect(await step(page, 'opened').innerText()).toContain('Since 13:30, sector B.');
  expect(await step(page, 'deviceAdded').count()).toBe(2);
});

test('what is picked stands on the console line word for word, and a wrong value is said at its field', async () => {
  const { page } = operator;
  const line = page.getByRole('region', { name: 'Line for the router' }).locator('code');
  await page.getByRole('checkbox', { name: 'tower-03-bh', exact: true }).uncheck();
  await tick(page, 'Ping', { Count: '301' });
  await page.getByRole('button', { name: 'Run 1 read', exact: true }).click();
  const address = pick(page, 'Ping').getByLabel('Address', { exact: true });
  expect(await address.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await pick(page, 'Ping').innerText()).toContain('from 1 to 300');
  expect(await line.textContent()).toContain('nothing to send yet');
  await tick(page, 'Ping', { Address: '1.1.1.1', Count: '60' });
  await tick(page, 'Traceroute', { Address: '1.1.1.1', Count: '2' });
  expect(await line.textContent()).toBe(
    '[tower-03-gw] > /tool/ping address=1.1.1.1 count=60 size=56 interval=1s; ' +
      '/tool/traceroute address=1.1.1.1 count=2 max-hops=20 timeout=1s protocol=icmp use-dns=no',
  );
  expect(await pick(page, 'Bandwidth test').getByRole('checkbox').isDisabled()).toBe(true);
});

test('two reads run at one click; a Viewer watches them live and can touch nothing', async () => {
  const { page } = operator;
  await viewer.open(path);
  await page.getByRole('button', { name: 'Run 2 reads', exact: true }).click();
  const ping = 'Ping 1.1.1.1 on tower-03-gw';
  for (const seen of [page, viewer.page]) {
    const counter = panel(seen, ping).locator('.counters > div', { hasText: /^sent/ }).locator('dd');
    await counter.filter({ hasText: /^([3-9]|\d\d)$/ }).waitFor();
    await isOver(panel(seen, 'Traceroute 1.1.1.1 on tower-03-gw'), 'Done');
  }
  expect(await wronglyShown(viewer.page, 'viewer', controls.session)).toEqual([]);
  const main = viewer.page.getByRole('main');
  expect(await main.getByRole('textbox').count()).toBe(0);
  expect(await main.getByRole('button', { name: /^(Run|Stop|Repeat|Export|Close|Rename|Hand|Add)/ }).count()).toBe(0);
  await panel(page, ping).getByRole('button', { name: 'Stop Ping 1.1.1.1' }).click();
  for (const seen of [page, viewer.page]) await isOver(panel(seen, ping), 'Stopped');
  const numbers = async (seen: Page) => {
    await panel(seen, ping).getByRole('button', { name: 'Table', exact: true }).click();
    return panel(seen, ping).locator('tbody tr td:first-child').allTextContents();
  };
  const mine = await numbers(page);
  expect(mine.length).toBeGreaterThanOrEqual(3);
  expect(mine).toEqual(mine.map((_, at) => String(at)));
  expect(await numbers(viewer.page)).toEqual(mine);
});

test('notes, a title, a device and a new holder are steps, at once here and live at the other’s', async () => {
  const { page } = operator;
  await say(page, 'Note', 'Loss begins at the uplink.\nПроверено ✓ <b>not bold</b>', 'Add note');
  await page.getByRole('button', { name: 'Rename this session' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Uplink of tower-03 loses packets');
  await page.getByRole('button', { name: 'Rename session' }).click();
  await page.getByRole('button', { name: 'Add devices…' }).click();
  await page.getByRole('dialog').getByLabel('Search devices').fill('core-gw-01');
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /^core-gw-01/ })
    .check();
  await page.getByRole('button', { name: 'Add 1 device' }).click();
  await page.getByRole('button', { name: 'Hand over…' }).click();
  const { name } = personWith('admin');
  await page
    .getByRole('dialog')
    .getByRole('combobox', { name: 'To' })
    .selectOption({ label: `${name} · Admin` });
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Hand over', exact: true }).click();
  for (const seen of [page, viewer.page]) {
    await step(seen, 'handedOver').getByText(`to ${name}`).waitFor();
    expect(await step(seen, 'note').locator('.step-words').innerText()).toBe(
      'Loss begins at the uplink.\nПроверено ✓ <b>not bold</b>',
    );
    await seen.getByRole('heading', { level: 1, name: /Uplink of tower-03 loses packets$/ }).waitFor();
    await seen.getByRole('complementary').getByRole('link', { name: 'core-gw-01' }).waitFor();
  }
  const numbers = await log(page).locator('.step-time > span:first-child').allTextContents();
  expect(numbers.length).toBeGreaterThanOrEqual(9);
  expect(numbers.map((text) => Number(text.replace('Step ', '')))).toEqual(numbers.map((_, at) => at + 1));
});

test('the session is exported as PDF, JSON and CSV, each of which holds the way to the last hop', async () => {
  const { page } = operator;
  for (const [button, suffix] of [
    ['Export PDF', 'pdf'],
    ['JSON', 'json'],
    ['CSV', 'csv'],
  ] as const) {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: button, exact: true }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^S-\\d+-acme-corp\\.${suffix}$`));
    const bytes = readFileSync(await download.path());
    if (suffix === 'pdf') {
      const text = execFileSync('pdftotext', ['-layout', await download.path(), '-'], { encoding: 'utf8' });
      expect(text).toMatch(/^ *\d+ +1\.1\.1\.1 +0%/m);
      expect(text).toContain('Проверено ✓');
    } else expect(bytes.toString()).toContain('Проверено ✓');
    if (suffix === 'json') expect(lastHop(JSON.parse(bytes.toString()))).toBe('1.1.1.1');
  }
});

/** The address in the last row of the record's traceroute. */
function lastHop(record: { runs: { action: string; rows: { fields: { address?: string } }[] }[] }): string | undefined {
  return record.runs.find(({ action }) => action === 'tool.traceroute')?.rows.at(-1)?.fields.address;
}

test('what is half written survives that somebody else closes the case, and is there again when it is reopened', async () => {
  const { page } = operator;
  await admin.open(path);
  await page.getByLabel('Note', { exact: true }).fill('Half a sen');
  await tick(page, 'Log', {});
  await say(admin.page, 'Cause', 'Closed too early.', 'Close session');
  await page.getByLabel('Reason to reopen').waitFor();
  expect(await page.getByRole('button', { name: 'Add note' }).count()).toBe(0);
  await say(page, 'Reason to reopen', 'Not yet.', 'Reopen session');
  expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('Half a sen');
  expect(await pick(page, 'Log').getByRole('checkbox').first().isChecked()).toBe(true);
  await page.getByLabel('Note', { exact: true }).fill('');
  await pick(page, 'Log').getByRole('checkbox').first().uncheck();
});

test('the whole of it can be done with the keyboard, and the focus never falls off the page', async () => {
  const { page } = operator;
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  await page.getByRole('button', { name: 'Rename this session' }).press('Enter');
  await page.keyboard.type('Uplink of tower-03 loses packets again');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /loses packets again$/ }).waitFor();
  expect(await focused()).toBe('BUTTON');
  await page.getByLabel('Search actions').press('Enter');
  await page.getByRole('checkbox', { name: 'core-gw-01', exact: true }).press('Space');
  const before = await step(page, 'run').count();
  await pick(page, 'System resources').getByRole('checkbox').first().press('Space');
  await page.getByRole('button', { name: 'Run 1 read', exact: true }).press('Enter');
  const result = panel(page, 'System resources on tower-03-gw').last();
  await isOver(result, 'Done');
  expect(await step(page, 'run').count()).toBe(before + 1);
  await result.getByRole('button', { name: /^Hide/ }).press('Enter');
  expect(await focused()).toBe('DIV');
  await page.getByLabel('Note', { exact: true }).focus();
  await page.keyboard.type('Written without a mouse');
  await page.keyboard.press('Control+Enter');
  await step(page, 'note').getByText('Written without a mouse').waitFor();
  expect(await focused()).toBe('TEXTAREA');
  await page.getByText(/^Step \d+: Noted, /).waitFor({ state: 'attached' });
});

test('it is closed with its cause; from then on there is nothing to add, here and at whoever looks on', async () => {
  const { page } = operator;
  await say(page, 'Cause', 'Water in the connector of the backhaul. Replaced.', 'Close session');
  await step(page, 'closed').getByText('Water in the connector').waitFor();
  await page.getByLabel('Reason to reopen').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Go on again');
  expect(await page.getByRole('heading', { name: 'Pick actions' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^(Add note|Repeat|Rename|Hand over|Add devices)/ }).count()).toBe(0);
  await viewer.page.getByRole('complementary').getByText('Closed', { exact: true }).first().waitFor();
});

test('an Admin finds it, reopens it with a reason, and sees in the audit who did what', async () => {
  const { page, open } = admin;
  await open(sessions);
  await page
    .getByRole('navigation', { name: 'By state' })
    .getByRole('link', { name: /^Closed/ })
    .click();
  await page.waitForURL('**?state=closed');
  await page.getByRole('link', { name: /Uplink of tower-03 loses packets/ }).click();
  await page.waitForURL(`**${path}`);
  const heading = await page.getByRole('heading', { level: 1 }).innerText();
  const [name] = heading.match(/^S-\d+/) ?? [];
  // Closed is a state with a look of its own.
  expect(await barriers(page)).toEqual([]);
  await say(page, 'Reason to reopen', 'It is back since 18:00.', 'Reopen session');
  await page.getByRole('heading', { name: 'Pick actions' }).waitFor();
  await open('/audit?event=session.exported');
  await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor();
  const exported = await page.locator('tbody .cell-target').allInnerTexts();
  expect(exported.filter((target) => target === `session ${name}`)).toHaveLength(3);
  await open('/audit?event=session.closed');
  expect(await page.locator('tbody tr').first().innerText()).toContain(personWith('operator').name);
});

test('a Viewer opens the stored case from the list; another customer’s does not exist for anybody but the Super Admin', async () => {
  await viewer.open(sessions);
  await viewer.page.getByRole('link', { name: /Uplink of tower-03 loses packets/ }).click();
  await viewer.page.waitForURL(`**${path}`);
  await step(viewer.page, 'reopened').getByText('It is back since 18:00.').waitFor();
  expect(await viewer.page.getByRole('button', { name: /Open a session/ }).count()).toBe(0);
  const foreign = await foreignSession();
  expect((await superAdmin.open(foreign)).status()).toBe(200);
  for (const { open, page } of [operator, admin, viewer]) {
    expect((await open(foreign)).status()).toBe(404);
    expect(await page.getByRole('main').innerText()).toContain('no such session');
  }
  expect((await viewer.open('/customers/other-isp/sessions')).status()).toBe(403);
  expect(await viewer.page.getByRole('main').innerText()).toContain('customer "other-isp" not in scope');
});

/** A Super Admin's session with other-isp, made through the pages. */
async function foreignSession(): Promise<string> {
  const { page, open } = superAdmin;
  await open('/customers/other-isp/sessions');
  await page.getByRole('button', { name: 'Open a session…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Symptom').fill('Riga is slow');
  await dialog.getByLabel('Search devices').fill('riga-gw');
  await dialog.getByRole('checkbox', { name: /^riga-gw/ }).check();
  await dialog.getByRole('button', { name: 'Open session' }).click();
  await page.waitForURL('**/sessions/*');
  return new URL(page.url()).pathname;
}

test('a Super Admin sees the sessions of all customers, each with its customer, and filters them', async () => {
  const { page, open } = superAdmin;
  await open('/sessions');
  const rows = page.locator('tbody tr');
  expect(new Set(await page.locator('.cell-customer').allInnerTexts())).toEqual(new Set(['acme-corp', 'other-isp']));
  await page.getByLabel('Filter sessions').fill('riga');
  await page.waitForURL('**?q=riga');
  await rows.filter({ hasText: 'Uplink' }).waitFor({ state: 'detached' });
  expect(await rows.count()).toBe(1);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Sessions/ })
    .waitFor();
});

test.each(['superAdmin', 'admin', 'operator', 'viewer'] as const)(
  'what a %s may not do in a session is absent, and what they may is there',
  async (role: Role) => {
    const { page, open } = { superAdmin, admin, operator, viewer }[role];
    await open(path);
    await log(page).waitFor();
    expect(await wronglyShown(page, role, [...controls.frame, ...controls.session])).toEqual([]);
    await open(sessions);
    expect(await wronglyShown(page, role, [...controls.frame, ...controls.sessions])).toEqual([]);
  },
);

test('no barrier that axe knows of, nothing scrolled sideways and no small target, open and closed, for who may and who may not', async () => {
  const found: string[] = [];
  for (const { page, open } of [operator, viewer]) {
    for (const at of [path, sessions, `${sessions}?q=no-such-session`, '/sessions']) {
      await open(at);
      if (at === path && page === operator.page) {
        await tick(page, 'Ping', {});
        await pick(page, 'Ping').getByText('7 more parameters').click();
      }
      found.push(...(await barriers(page)));
      const over = await overflowAt320(page);
      if (over > 0) found.push(`${at} is ${over} pixels too wide`);
      found.push(...(await smallTargets(page, 24)));
      await page.setViewportSize(telephone);
      found.push(...(await smallTargets(page, 36)));
      await page.setViewportSize(desk);
    }
  }
  expect(found).toEqual([]);
}, 600_000);

test('nothing went wrong in any of the four browsers', () => {
  for (const seat of [operator, admin, viewer, superAdmin]) expect(seat.problems()).toEqual([]);
});
