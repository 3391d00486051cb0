import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { launch, type Seat, seatOf } from './browser';
import { origin } from './demo';
import { acme } from './role-checks';

let browser: Browser;
let operator: Seat;
let viewer: Seat;

beforeAll(async () => {
  browser = await launch();
  [operator, viewer] = await Promise.all([seatOf(browser, origin, 'operator'), seatOf(browser, origin, 'viewer')]);
});
afterAll(async () => {
  await browser.close();
});

async function openDevice({ page, open }: Seat, name: string): Promise<void> {
  await open(`${acme}?q=${name}`);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

async function ping(page: Page, address: string, count: number): Promise<Locator> {
  await page.getByRole('radio', { name: /^Ping/ }).check();
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill(address);
  await page.getByRole('textbox', { name: /^Count/ }).fill(String(count));
  await page.getByRole('button', { name: 'Run ping' }).click();
  return newestPanel(page, `Ping ${address}`);
}

const panels = (page: Page, title: string): Locator => page.getByRole('article', { name: title, exact: true });

async function newestPanel(page: Page, title: string): Promise<Locator> {
  const panel = panels(page, title).first();
  await panel.waitFor();
  return panel;
}

/** Waits until so many packets were sent, and says how many. */
async function sent(panel: Locator, atLeast: number): Promise<number> {
  const counter = panel.locator('.counters > div', { hasText: /^sent/ }).locator('dd');
  await counter.waitFor();
  const handle = await counter.elementHandle();
  await panel
    .page()
    .waitForFunction(([element, least]) => Number(element?.textContent) >= least, [handle, atLeast] as const);
  return Number(await counter.textContent());
}

const state = (panel: Locator, word: string): Promise<void> => panel.getByText(word, { exact: true }).waitFor();

/** The numbers of the packets that a panel holds, as its table lists them. */
async function sequence(panel: Locator): Promise<readonly string[]> {
  await panel.getByRole('button', { name: 'Table', exact: true }).click();
  return panel.locator('tbody tr td:first-child').allTextContents();
}

const upTo = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => String(at));

test('the list says of every device how it is, live, and is narrowed by state', async () => {
  const { page, open } = operator;
  await open(acme);
  const tabs = page.getByRole('navigation', { name: 'By status' });
  await tabs.getByRole('link', { name: 'Up 45' }).waitFor();
  await tabs.getByRole('link', { name: 'Down 2' }).click();
  await page.waitForURL(`**${acme}?state=down`);
  await page.getByRole('button', { name: 'Remove the filter status:down' }).waitFor();
  const names = page.locator('a[data-row]');
  expect(await names.allTextContents()).toEqual(['cpe-4413', 'tower-09-ap-s']);
  expect(await page.locator('tbody .status').first().innerText()).toMatch(/^Down/);
  await open(`${acme}?q=status%3Adown`);
  expect(await names.allTextContents()).toEqual(['cpe-4413', 'tower-09-ap-s']);
});

test('what is not known is a dash that says why, and nothing is made up', async () => {
  const { page, open } = operator;
  await open(`${acme}?q=cpe-4413`);
  const cells = page.locator('tbody tr').first();
  expect(await cells.locator('.cell-ms').innerText()).toBe('—');
  expect(await cells.locator('.cell-model [title]').getAttribute('title')).toBe('Asked, and never answered');
});

test('an operator runs a live ping, sees each packet, stops it, and repeats it in one click', async () => {
  const { page } = operator;
  await openDevice(operator, 'tower-01-gw');
  const panel = await ping(page, '1.1.1.1', 60);
  await state(panel, 'Running');
  expect(await page.getByRole('region', { name: 'Line for the router' }).locator('code').textContent()).toBe(
    '[tower-01-gw] > /tool/ping address=1.1.1.1 count=60 size=56 interval=1s',
  );
  expect(await panel.locator('.panel-sent').textContent()).toBe(
    '/tool/ping address=1.1.1.1 count=60 size=56 interval=1s',
  );
  await sent(panel, 3);
  expect(await panel.getByRole('img').getAttribute('aria-label')).toMatch(/^Round trips of 60 packets\. \d+ sent/);
  await panel.getByRole('button', { name: 'Stop Ping 1.1.1.1' }).click();
  await state(panel, 'Stopped');
  const kept = await sent(panel, 3);
  expect(kept).toBeLessThan(60);
  expect(await sequence(panel)).toEqual(upTo(kept));
  await panel.getByRole('button', { name: 'Repeat Ping 1.1.1.1' }).click();
  await panels(page, 'Ping 1.1.1.1').nth(1).waitFor();
  const again = panels(page, 'Ping 1.1.1.1').first();
  await state(again, 'Running');
  expect(await again.locator('.panel-sent').textContent()).toBe(await panel.locator('.panel-sent').textContent());
  await again.getByRole('button', { name: 'Stop Ping 1.1.1.1' }).click();
  await state(again, 'Stopped');
});

test('a traceroute ends with its hops in the columns of RouterOS, on one scale', async () => {
  const { page } = operator;
  await openDevice(operator, 'tower-01-gw');
  await page.getByRole('radio', { name: /^Traceroute/ }).check();
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill('8.8.8.8');
  await page.getByRole('button', { name: 'Run traceroute' }).click();
  const panel = await newestPanel(page, 'Traceroute 8.8.8.8');
  await state(panel, 'Done');
  expect(await panel.getByRole('columnheader').allTextContents()).toEqual(
    expect.arrayContaining(['#', 'Address', 'Loss', 'Sent', 'Last', 'Avg', 'Best', 'Worst', 'Std dev']),
  );
  const rows = panel.locator('tbody tr');
  expect(await rows.count()).toBeGreaterThan(3);
  expect(await rows.last().innerText()).toContain('8.8.8.8');
  expect(await rows.last().getByRole('img').getAttribute('aria-label')).toMatch(/^best [\d.]+, average [\d.]+, worst/);
});

test('a Viewer sees the same run live, and nothing to start, stop or repeat one with', async () => {
  await Promise.all([openDevice(operator, 'tower-01-bh'), openDevice(viewer, 'tower-01-bh')]);
  const mine = await ping(operator.page, '8.8.4.4', 60);
  const theirs = await newestPanel(viewer.page, 'Ping 8.8.4.4');
  await state(theirs, 'Running');
  await sent(theirs, 3);
  expect(await viewer.page.locator('[data-permission="session.run"]').count()).toBe(0);
  expect(await viewer.page.getByRole('button', { name: /^(Run|Stop|Repeat)/ }).count()).toBe(0);
  await mine.getByRole('button', { name: 'Stop Ping 8.8.4.4' }).click();
  await Promise.all([state(mine, 'Stopped'), state(theirs, 'Stopped')]);
  expect(await sequence(theirs)).toEqual(await sequence(mine));
});

test('a tab that was hidden, and whose access token is over, goes on where it was: no packet missing, none doubled', async () => {
  const { page, context } = operator;
  await openDevice(operator, 'tower-01-ap-n');
  const panel = await ping(page, '9.9.9.9', 20);
  const before = await sent(panel, 2);
  await showAs(page, 'hidden');
  await context.clearCookies({ name: 'routeward-access' });
  await showAs(page, 'visible');
  await sent(panel, before + 3);
  await panel.getByRole('button', { name: 'Stop Ping 9.9.9.9' }).click();
  await state(panel, 'Stopped');
  const total = await sent(panel, before);
  expect(await sequence(panel)).toEqual(upTo(total));
});

/** Makes the page believe that its tab was hidden, or brought back. */
function showAs(page: Page, visibility: 'hidden' | 'visible'): Promise<void> {
  return page.evaluate((shown) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => shown });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);
}

test('a line to the server that is cut is said with the time of the last event, and what was missed is made up for', async () => {
  const { page, context } = operator;
  await openDevice(operator, 'tower-01-ap-s');
  const panel = await ping(page, '9.9.9.9', 30);
  const before = await sent(panel, 2);
  await context.setOffline(true);
  await showAs(page, 'hidden');
  await showAs(page, 'visible');
  await page.getByText(/^reconnecting, last event \d\d:\d\d:\d\d$/).waitFor();
  await context.setOffline(false);
  await sent(panel, before + 3);
  await page.getByText(/^reconnecting/).waitFor({ state: 'detached' });
  await panel.getByRole('button', { name: 'Stop Ping 9.9.9.9' }).click();
  await state(panel, 'Stopped');
  expect(await sequence(panel)).toEqual(upTo(await sent(await asChart(panel), before)));
});

async function asChart(panel: Locator): Promise<Locator> {
  await panel.getByRole('button', { name: 'Chart', exact: true }).click();
  return panel;
}

test('a run that cannot be carried out says why, in the words of the table of faults, and that nothing was changed', async () => {
  const { page } = operator;
  await openDevice(operator, 'cpe-4413');
  await page.locator('.notice-fail', { hasText: 'Unreachable' }).first().waitFor();
  const panel = await ping(page, '1.1.1.1', 5);
  await state(panel, 'Failed');
  expect(await panel.locator('.notice-fail').innerText()).toMatch(
    /Unreachable[\s\S]*Nothing was changed on the router/,
  );
  expect(await panel.getByRole('button', { name: 'Repeat Ping 1.1.1.1' }).count()).toBe(1);
});

test('a value that the catalogue refuses is said at its field before anything is sent', async () => {
  const { page } = operator;
  await openDevice(operator, 'tower-01-gw');
  await page.getByRole('radio', { name: /^Ping/ }).check();
  await page.getByRole('button', { name: 'Run ping' }).click();
  const field = page.getByRole('textbox', { name: 'Address', exact: true });
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByText('an IP address or a host name', { exact: true }).waitFor();
  const line = page.getByRole('region', { name: 'Line for the router' });
  expect(await line.locator('code').textContent()).toContain(
    'nothing to send yet. Address: an IP address or a host name',
  );
  expect(await line.getByRole('button').count()).toBe(0);
  expect(await page.getByRole('radio', { name: /^Bandwidth test/ }).isDisabled()).toBe(true);
  expect(await page.locator('.action', { hasText: 'Bandwidth test' }).innerText()).toContain(
    'Disabled: device-mode home forbids bandwidth-test; only the button on the router changes it.',
  );
});

test('a bandwidth test is run against another device that has an account for it; what was typed is there again after a look elsewhere', async () => {
  const { page } = operator;
  await openDevice(operator, 'core-gw-02');
  await page.getByRole('radio', { name: /^Bandwidth test/ }).check();
  const other = page.getByLabel('Other device');
  await other.locator('option', { hasText: 'core-gw-01' }).waitFor({ state: 'attached' });
  expect(await other.locator('option').allTextContents()).toEqual(['Choose a device', 'core-gw-01']);
  await other.selectOption('core-gw-01');
  await page.getByLabel('Local speed limit').fill('100000000');
  await page.getByText('= 100 Mbps').waitFor();
  await page.getByRole('radio', { name: /^Ping/ }).check();
  await page.getByRole('radio', { name: /^Bandwidth test/ }).check();
  expect(await page.getByLabel('Local speed limit').inputValue()).toBe('100000000');
  await page.getByRole('button', { name: 'Run bandwidth test' }).click();
  await page.getByText('type “fill the line”', { exact: true }).waitFor();
  await page.getByLabel('To confirm').fill('fill the line');
  await page.getByLabel('Remote speed limit').fill('100000000');
  await page.getByRole('button', { name: 'Run bandwidth test' }).click();
  const panel = await newestPanel(page, 'Bandwidth test');
  await state(panel, 'Done');
  await panel.getByText('done testing').waitFor();
});

test('a table has the letters of RouterOS with their meaning; an earlier run is opened with its stored rows', async () => {
  const { page } = operator;
  await openDevice(operator, 'core-gw-01');
  await page.getByRole('radio', { name: /^Interface status/ }).check();
  await page.getByRole('button', { name: 'Run interface status' }).click();
  const panel = await newestPanel(page, 'Interface status');
  await state(panel, 'Done');
  const rows = await panel.locator('tbody tr').count();
  expect(rows).toBeGreaterThan(3);
  expect(await panel.innerText()).toContain('running: the link is up');
  await page.reload();
  await page
    .getByRole('button', { name: /Interface status Done/ })
    .first()
    .click();
  const stored = await newestPanel(page, 'Interface status');
  await stored.locator('tbody tr').first().waitFor();
  expect(await stored.locator('tbody tr').count()).toBe(rows);
  await stored.getByRole('button', { name: 'Raw', exact: true }).click();
  expect(await stored.locator('pre').innerText()).toContain('name=ether');
  await stored.getByRole('button', { name: 'Hide Interface status' }).click();
  await stored.waitFor({ state: 'detached' });
});

test('drawing can be paused and goes on', async () => {
  const { page } = operator;
  await openDevice(operator, 'tower-01-gw');
  const panel = await ping(page, '1.0.0.1', 20);
  await sent(panel, 2);
  await panel.getByRole('button', { name: 'Pause', exact: true }).click();
  await panel.getByText(/Drawing was paused at .* [2-9] rows came since/).waitFor();
  await panel.getByRole('button', { name: 'Resume', exact: true }).click();
  await sent(panel, 4);
  await panel.getByRole('button', { name: 'Stop Ping 1.0.0.1' }).click();
  await state(panel, 'Stopped');
});

test('panels have no barrier that axe knows of, no small target, and nothing that is scrolled sideways', async () => {
  const { page } = operator;
  await openDevice(operator, 'tower-01-gw');
  await page.getByRole('radio', { name: /^Log/ }).check();
  await page.getByRole('button', { name: 'Run log' }).click();
  await state(await newestPanel(page, 'Log'), 'Done');
  const panel = await ping(page, '1.1.1.1', 2);
  await state(panel, 'Done');
  await page.getByText('7 more parameters').click();
  await page.getByText('Table', { exact: true }).first().click();
  expect(await barriers(page)).toEqual([]);
  expect(await overflowAt320(page)).toBe(0);
  expect(await smallTargets(page, 24)).toEqual([]);
}, 300_000);

test('nothing went wrong in either browser', () => {
  const cut = /ERR_INTERNET_DISCONNECTED/;
  expect(operator.problems().filter((problem) => !cut.test(problem))).toEqual([]);
  expect(viewer.problems()).toEqual([]);
});
