import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flawsOf } from './accessibility';
import { launch, personWith, type Seat, seatOf, takeSeat, telephone } from './browser';
import { origin } from './demo';

/* A template of somebody's own in a real browser: copied, spoilt, tried, submitted, published by another, deployed, retired. */

const name = 'own.clock-here';
const first = `/templates/own/${name}/1`;
const patience = { timeout: 60_000 };
const main = (page: Page): Locator => page.getByRole('main');
const button = (page: Page, words: string | RegExp): Locator => page.getByRole('button', { name: words });
const state = (page: Page, words: string): Locator =>
  main(page).locator('.template-head .badge[data-state]').getByText(words);
const document = (page: Page): Locator => page.getByRole('textbox', { name: 'Document', exact: true });

let browser: Browser;
let author: Seat;
let reviewer: Seat;
let operator: Seat;

async function post(path: string, body: object, token?: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  // safe: every answer of these is an object.
  return (await answer.json()) as Record<string, unknown>;
}

/** The demo has one Super Admin: the other joins by an invitation, as people do. */
async function anotherSuperAdmin(): Promise<Seat> {
  const [email, password] = ['second@routeward.example', 'tulip gravel nine cobalt'];
  const { accessToken } = await post('/auth/sign-in', {
    email: personWith('superAdmin').email,
    password: personWith('superAdmin').password,
  });
  const { link } = await post('/invitations', { customers: [], email, role: 'superAdmin' }, String(accessToken));
  const secret = /inv1\.[\w-]+/.exec(String(link))?.[0] ?? '';
  await post('/invitations/accept', { secret, name: 'Second Admin', password });
  const seat = await takeSeat(browser, origin);
  await seat.page.goto('/login');
  await seat.page.getByLabel('E-mail').fill(email);
  await seat.page.getByLabel('Password', { exact: true }).fill(password);
  await button(seat.page, 'Sign in').click();
  await seat.page.waitForURL((url) => url.pathname !== '/login');
  return seat;
}

beforeAll(async () => {
  browser = await launch();
  [author, operator] = [await seatOf(browser, origin, 'superAdmin'), await seatOf(browser, origin, 'operator')];
  reviewer = await anotherSuperAdmin();
});
afterAll(async () => {
  await browser.close();
});

test('a draft begins as a copy, by keyboard alone', async () => {
  const { page, open } = author;
  await open('/templates');
  await page.getByRole('link', { name: 'Own templates' }).press('Enter');
  await page.waitForURL('**/templates/own');
  await page.getByLabel('Name').fill(name);
  const source = page.getByLabel('As a copy of');
  await source.focus();
  await source.selectOption('system.ntp');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${first}`);
  await state(page, 'Draft').waitFor();
  await main(page).getByText('Begun as a copy of system.ntp v2.').waitFor();
  await page.getByRole('region', { name: 'What is said to the router' }).getByText('/system/ntp/client/set').waitFor();
});

test('what is wrong is told while it is typed, with its place, and leads there', async () => {
  const { page } = author;
  const right = (await document(page).inputValue()).replace('Set the clock by NTP', 'Set our clock');
  await document(page).fill(right.replace('"servers": {', '"script": {'));
  const faults = page.getByRole('list', { name: 'What is wrong' });
  await faults.getByText('/system/ntp/client has no such field to be set').waitFor();
  expect(await faults.textContent()).toContain('steps[0].fields.script');
  expect(await button(page, 'Submit for review').count()).toBe(0);
  await faults
    .getByRole('button', { name: /^Line / })
    .first()
    .press('Enter');
  const chosen = await document(page).evaluate((area) =>
    area instanceof HTMLTextAreaElement ? area.value.slice(area.selectionStart, area.selectionEnd) : '',
  );
  expect(chosen).toMatch(/"script"|"name": "servers"/);
  expect(await flawsOf(page)).toEqual([]);
  await document(page).fill(right);
  await main(page).getByText('Nothing is wrong with it.', { exact: true }).waitFor();
  await button(page, 'Save').click();
  await main(page).getByText('It is saved as it stands here.').waitFor(patience);
  await page.getByRole('heading', { level: 1, name: 'Set our clock' }).waitFor();
});

test('it is tried on a simulated router: made, read back, nothing a second time, and undone', async () => {
  const { page } = author;
  await page.getByLabel('Servers').fill('192.0.2.123');
  await page.getByLabel('RouterOS').selectOption('7.18.2');
  await button(page, 'Try it').press('Enter');
  const outcome = page.getByRole('region', { name: 'What came of the trial' });
  await outcome.getByText('Made: it reads back as it was shown.').waitFor(patience);
  for (const line of ['A second time there is nothing to do.', 'All that is configured is as it was before.'])
    expect(await outcome.getByText(line).count()).toBe(1);
  expect(await outcome.textContent()).toContain('192.0.2.123');
  await page.getByLabel('RouterOS').selectOption('6.49.18');
  await button(page, 'Try it').press('Enter');
  await outcome.getByText(/is not known well enough to change it/).waitFor(patience);
});

test('who wrote it does not publish it; another Super Admin sends it back with a reason, and publishes it', async () => {
  const { page } = author;
  await button(page, 'Submit for review').click();
  await state(page, 'In review').waitFor(patience);
  await main(page).getByText('You wrote some of it: another Super Admin reviews it.').waitFor();
  expect(await button(page, 'Publish').count()).toBe(0);
  await reviewer.open(first);
  await reviewer.page.getByLabel('Why it is sent back, for its authors').fill('Say that ours is meant.');
  await button(reviewer.page, 'Send it back').click();
  await state(reviewer.page, 'Draft').waitFor(patience);
  await author.open(first);
  await main(page).getByText('Say that ours is meant.').waitFor();
  await button(page, 'Submit for review').click();
  await state(page, 'In review').waitFor(patience);
  await reviewer.page.setViewportSize(telephone);
  await reviewer.open(first);
  await button(reviewer.page, 'Publish').click();
  await state(reviewer.page, 'Published').waitFor(patience);
  await main(reviewer.page).getByText('Published by Second Admin.').waitFor();
  expect(await flawsOf(reviewer.page)).toEqual([]);
});

test('an Operator finds it among the others and deploys it; the pages of authors are not theirs', async () => {
  const { page, open } = operator;
  await open('/templates');
  expect(await page.locator('[data-permission="template.author"]').count()).toBe(0);
  await page.getByRole('link', { name: 'Set our clock' }).click();
  await page.waitForURL(`**/templates/${name}`);
  await page.getByRole('searchbox', { name: 'Search devices' }).fill('hq-gw');
  await button(page, /^hq-gw /).click();
  await page.getByLabel('Servers').fill('192.0.2.77');
  await button(page, 'Preview on hq-gw').click();
  await page.waitForURL('**/changes/*');
  await button(page, 'Authorise and run').click(patience);
  await main(page).locator('.change-head .status').getByText('Verified').waitFor(patience);
  for (const path of ['/templates/own', first]) expect((await open(path)).status()).toBe(403);
});

test('and to many devices as one of the library: previewed on each, authorised once, the first made alone', async () => {
  const { page, open } = operator;
  await open('/customers/acme-corp/devices?q=tower-01-ap');
  const names = ['tower-01-ap-n', 'tower-01-ap-s'];
  for (const one of names) await page.getByRole('checkbox', { name: `Select ${one}`, exact: true }).check();
  await button(page, 'Deploy a template…').press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Deploy a template to 2 devices' });
  await dialog.getByLabel('Template').selectOption({ label: `Set our clock (${name})` });
  await dialog.getByLabel('Servers').fill('192.0.2.78');
  expect(await flawsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Preview on 2 devices' }).click();
  await page.waitForURL('**/jobs/*');
  await page.getByRole('heading', { level: 1, name: 'Set our clock on 2 devices' }).waitFor();
  await button(page, 'Authorise and run').click(patience);
  await page.locator('.change-outcome b').getByText('Verified', { exact: true }).waitFor(patience);
  expect(await page.locator('.table-results .cell-status').allTextContents()).toEqual(['Verified', 'Verified']);
  expect(await page.locator('.table-results .cell-count').allTextContents()).toEqual(['1', '2']);
});

test('a new version is shown beside the one in force, to its author while it is typed and to whoever reviews it', async () => {
  const { page, open } = author;
  await open(first);
  await button(page, 'Begin a new version').click();
  await page.waitForURL(`**/templates/own/${name}/2`);
  const changes = (of: Page): Locator => of.getByRole('region', { name: 'What it changes' });
  await changes(page).getByText('It says the same as v1, but for its number.').waitFor();
  const text = await document(page).inputValue();
  await document(page).fill(text.replace(/"purpose": ".*"/, '"purpose": "Sets the clock as we do."'));
  await changes(page).getByText('"purpose": "Sets the clock as we do."').waitFor();
  await button(page, 'Save').click();
  await button(page, 'Submit for review').click(patience);
  await state(page, 'In review').waitFor(patience);
  await reviewer.open(`/templates/own/${name}/2`);
  const piece = changes(reviewer.page).getByRole('list', { name: 'The document itself' });
  await piece.getByText('"purpose": "Sets the clock as we do."').waitFor();
  expect(await piece.locator('[data-kind="removed"]').allTextContents()).toEqual([
    expect.stringContaining('"version": 1'),
    expect.stringContaining('"purpose": '),
  ]);
  expect(await changes(reviewer.page).getByLabel('Beside').inputValue()).toBe('1');
  expect(await flawsOf(reviewer.page)).toEqual([]);
  await button(reviewer.page, 'Publish').click();
  await state(reviewer.page, 'Published').waitFor(patience);
});

test('a draft is discarded by whoever is asked twice, and is kept; what is in force stays so', async () => {
  const { page, open } = author;
  await open(`/templates/own/${name}/2`);
  await button(page, 'Begin a new version').click();
  await page.waitForURL(`**/templates/own/${name}/3`);
  const dialog = page.getByRole('dialog', { name: `Discard ${name} v3` });
  await button(page, 'Discard…').press('Enter');
  expect(await flawsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep it' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await state(page, 'Draft').waitFor();
  await button(page, 'Discard…').press('Enter');
  await dialog.getByRole('button', { name: 'Discard it' }).press('Enter');
  await state(page, 'Discarded').waitFor(patience);
  expect(await button(page, 'Save').count()).toBe(0);
  // Another one is chosen to be beside it: the one that was retired.
  await page.getByLabel('Beside').selectOption({ label: 'v1 (Retired)' });
  await page.getByRole('list', { name: 'The document itself' }).getByText('"version": 1,').waitFor();
  await open('/templates/own');
  await page.getByText('Discarded drafts').click();
  await page.getByText(`${name} v3`).waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

test('retired, it is offered to nobody any more, and what was made by it is taken back', async () => {
  const { page, open } = author;
  await open(`/templates/own/${name}/2`);
  await button(page, 'Retire').click();
  await state(page, 'Retired').waitFor(patience);
  expect((await operator.open(`/templates/${name}`)).status()).toBe(404);
  await operator.open('/changes');
  await operator.page
    .getByRole('link', { name: /Set our clock/ })
    .first()
    .click();
  await button(operator.page, 'Take it back').click(patience);
  await button(operator.page, 'Authorise and run').click(patience);
  await main(operator.page).locator('.change-head .status').getByText('Verified').waitFor(patience);
  await open('/templates/own');
  expect(await flawsOf(page)).toEqual([]);
  for (const seat of [author, reviewer, operator]) expect(seat.problems()).toEqual([]);
});
