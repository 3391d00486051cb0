import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { launch, personWith, type Seat, seatOf, telephone } from './browser';
import { origin } from './demo';

let browser: Browser;
let operator: Seat;

beforeAll(async () => {
  browser = await launch();
  operator = await seatOf(browser, origin, 'operator');
});
afterAll(async () => {
  await browser.close();
});

const suspend = '/templates/subscriber.suspend';
const patience = { timeout: 30_000 };
const main = (page: Page): Locator => page.getByRole('main');
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const subscriber = (page: Page): Locator => page.getByRole('textbox', { name: 'Subscriber' });
/** The state of the change, beside its shape. */
const state = (page: Page, words: string): Locator => main(page).locator('.change-head .status').getByText(words);
const consoleLine = (page: Page): Locator => page.getByRole('region', { name: 'Line for the router' });

/** Fills in the form as somebody who comes from nowhere does, and asks for the preview. */
async function ask({ page, open }: Seat, template: string, device: string, name: string): Promise<string> {
  await open(template);
  await page.getByRole('searchbox', { name: 'Search devices' }).fill(device);
  await button(page, new RegExp(`^${device} `)).click();
  await subscriber(page).fill(name);
  await button(page, `Preview on ${device}`).click();
  await page.waitForURL('**/changes/*');
  return new URL(page.url()).pathname;
}

async function pressed(page: Page, to: Locator): Promise<void> {
  await to.focus();
  await page.keyboard.press('Enter');
}

test('by keyboard alone: a subscriber who was looked up is suspended, seen to be, and taken back', async () => {
  const { page, open } = operator;
  await open('/search?q=anna.donati&customer=acme-corp');
  await pressed(page, button(page, 'Ask 47 devices'));
  const subscribers = page.getByRole('region', { name: 'Subscribers, on the devices' });
  const row = subscribers.getByRole('row').filter({ hasText: 'PPP account' }).filter({ hasText: 'pppoe-01' });
  await row.first().waitFor(patience);
  await pressed(page, row.first().getByRole('link', { name: 'Suspend anna.donati' }));
  await page.waitForURL(`**${suspend}?*`);
  expect(await subscriber(page).inputValue()).toBe('anna.donati');
  await pressed(page, button(page, 'Preview on pppoe-01'));
  await page.waitForURL('**/changes/*');

  await button(page, 'Authorise and run').waitFor(patience);
  const before = page.getByRole('region', { name: 'Before you authorise' });
  expect(await before.getByRole('listitem').first().textContent()).toBe(
    'On pppoe-01 the subscriber anna.donati is switched off, and 1 session is ended.',
  );
  expect(await consoleLine(page).textContent()).toContain(
    'WRITE[pppoe-01] <SAFE> /ppp/secret/set [find name=anna.donati]',
  );
  await pressed(page, button(page, 'Authorise and run'));
  await state(page, 'Verified').waitFor(patience);
  expect(await page.getByRole('region', { name: 'How it went' }).getByRole('time').count()).toBe(6);
  // Sessions are not part of what was authorised: how many were ended is not claimed.
  expect(await page.locator('.change-outcome').textContent()).toContain(
    'On pppoe-01 the subscriber anna.donati is switched off, and their sessions were ended.',
  );

  const name = (await page.getByRole('heading', { level: 1 }).textContent())?.split(' ')[0];
  await pressed(page, button(page, 'Take it back'));
  await page.getByRole('heading', { level: 1, name: `Take ${name} back: anna.donati on pppoe-01` }).waitFor(patience);
  await button(page, 'Authorise and run').waitFor(patience);
  expect(await before.getByRole('listitem').first().textContent()).toContain('anna.donati is switched on.');
  await pressed(page, button(page, 'Authorise and run'));
  await state(page, 'Verified').waitFor(patience);
});

test('what is missing or wrong is said beside it, what was typed stays, and an unknown subscriber is refused in words', async () => {
  const { page, open } = operator;
  await open(suspend);
  await button(page, 'Preview').click();
  expect(await main(page).textContent()).toContain('Choose the device that it is to be made on.');
  await subscriber(page).fill('no\u202Eone');
  await page.getByRole('searchbox', { name: 'Search devices' }).fill('pppoe-01');
  await page.keyboard.press('Enter');
  await button(page, /^pppoe-01 /).click();
  await button(page, 'Preview on pppoe-01').click();
  expect(await subscriber(page).getAttribute('aria-invalid')).toBe('true');
  expect(await subscriber(page).inputValue()).toBe('no\u202Eone');
  expect(new URL(page.url()).pathname).toBe(suspend);
  await subscriber(page).fill('no.such.person');
  await button(page, 'Preview on pppoe-01').click();
  await page.waitForURL('**/changes/*');
  await state(page, 'Refused').waitFor(patience);
  expect(await main(page).textContent()).toContain('subscriber no.such.person: the row is not there');
  expect(await main(page).textContent()).toContain('Nothing was changed on the router.');
  expect(await button(page, 'Authorise and run').count()).toBe(0);
});

test('where the router is another by now the authorisation is void, and both is said: why, and that nothing was changed', async () => {
  const { page, open } = operator;
  const stale = await ask(operator, suspend, 'pppoe-01', 'emma.zeni');
  await button(page, 'Authorise and run').waitFor(patience);
  const first = await ask(operator, suspend, 'pppoe-01', 'emma.zeni');
  await button(page, 'Authorise and run').click(patience);
  await state(page, 'Verified').waitFor(patience);
  await open(stale);
  await button(page, 'Authorise and run').click();
  await state(page, 'Failed').waitFor(patience);
  expect(await main(page).textContent()).toMatch(/Changed meanwhile.*Nothing was changed on the router\./);

  await button(page, 'Preview it again').click();
  await page.waitForURL((url) => url.pathname !== stale);
  await state(page, 'Nothing to do').waitFor(patience);

  await open(first);
  await button(page, 'Take it back').click();
  await button(page, 'Authorise and run').click(patience);
  await state(page, 'Verified').waitFor(patience);
});

test('a router without safe mode over the API is changed under a timer of its own, and the page says so before', async () => {
  const { page } = operator;
  await ask(operator, suspend, 'pppoe-02', 'alma.lang');
  await button(page, 'Authorise and run').waitFor(patience);
  expect(await main(page).textContent()).toMatch(
    /A timer on it guards it: pppoe-02 undoes it by itself after 90 seconds/,
  );
  expect(await consoleLine(page).textContent()).toContain('WRITE[pppoe-02] <TIMER> /ppp/secret/set');
  await button(page, 'Authorise and run').click();
  await state(page, 'Verified').waitFor(patience);
  await button(page, 'Take it back').click();
  await button(page, 'Authorise and run').click(patience);
  await state(page, 'Verified').waitFor(patience);
});

test('nobody decides for too long: the button goes, and the page says that it has expired', async () => {
  const seat = await seatOf(browser, origin, 'operator');
  const path = await ask(seat, suspend, 'pppoe-01', 'felix.neri');
  await button(seat.page, 'Authorise and run').waitFor(patience);
  await seat.page.clock.install();
  await seat.open(path);
  await button(seat.page, 'Authorise and run').waitFor(patience);
  await seat.page.clock.fastForward('01:01:00');
  await main(seat.page).getByText('Nobody decided in time').waitFor();
  expect(await button(seat.page, 'Authorise and run').count()).toBe(0);
  expect(await button(seat.page, 'Preview it again').count()).toBe(1);
  await seat.context.close();
});

test('what an Operator asked for is withdrawn by them alone; what an Admin asked for is authorised by no Operator', async () => {
  const admin = await seatOf(browser, origin, 'admin');
  const theirs = await ask(admin, suspend, 'pppoe-01', 'ida.conti');
  await button(admin.page, 'Authorise and run').waitFor(patience);
  const { page, open } = operator;
  await open(theirs);
  expect(await main(page).textContent()).toContain('Somebody else asked for it');
  expect(await button(page, /^(Authorise|Withdraw)/).count()).toBe(0);

  const own = await ask(operator, suspend, 'pppoe-01', 'ida.conti');
  await button(page, 'Withdraw').waitFor(patience);
  await admin.open(own);
  await button(admin.page, 'Authorise and run').waitFor(patience);
  expect(await main(admin.page).textContent()).toContain('You did not ask for this change, so you can authorise it.');
  expect(await button(admin.page, 'Withdraw').count()).toBe(0);
  await button(page, 'Withdraw').click();
  await state(page, 'Withdrawn').waitFor();
  // Whoever has it open sees it, too.
  await state(admin.page, 'Withdrawn').waitFor(patience);
  expect(await button(admin.page, 'Authorise and run').count()).toBe(0);
  await admin.context.close();
});

test('the list has what there is in tabs, j and k move over it, and Enter opens a change', async () => {
  const { page, open } = operator;
  await open('/customers/acme-corp/changes');
  const rows = () => page.locator('a[data-row]').allTextContents();
  const all = await rows();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/changes/*-*');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(all[0]);
  await open('/customers/acme-corp/changes');
  await page.getByRole('link', { name: /^Verified \d/ }).click();
  await page.waitForURL('**?show=verified');
  const states = await page.locator('td.cell-status').allTextContents();
  expect(states.length).toBeGreaterThan(0);
  expect(new Set(states)).toEqual(new Set(['Verified']));
});

test('the page of a device has its changes, and leads to the templates with the device filled in', async () => {
  const { page, open } = operator;
  await ask(operator, suspend, 'pppoe-01', 'leo.villa');
  await open('/customers/acme-corp/devices?q=pppoe-01');
  await page.locator('a[data-row]').first().click();
  const changes = page.getByRole('region', { name: 'Changes' });
  await changes.getByRole('link', { name: /^C-\d+ Suspend a subscriber: leo\.villa$/ }).waitFor();
  expect(await changes.getByRole('link', { name: 'All changes of it' }).count()).toBe(1);
  await changes.getByRole('link', { name: 'Deploy a template' }).click();
  await page.getByRole('link', { name: 'Resume a subscriber' }).click();
  await button(page, 'Preview on pppoe-01').waitFor();
});

test('a Viewer has none of it: not in the navigation, not on a device, not at a hit, and no address of it opens', async () => {
  const viewer = await seatOf(browser, origin, 'viewer');
  const { page, open } = viewer;
  await open('/customers/acme-corp/devices?q=pppoe-01');
  await page.locator('a[data-row]').first().click();
  await page.getByRole('heading', { name: 'Facts' }).waitFor();
  expect(await page.locator('[data-permission="template.deploy"]').count()).toBe(0);
  expect(await page.getByRole('link', { name: /changes|template/i }).count()).toBe(0);
  for (const path of ['/templates', suspend, '/changes', '/customers/acme-corp/changes']) {
    const answer = await open(path);
    expect([path, answer.status()]).toEqual([path, 403]);
    expect(await main(page).textContent()).toContain('your role may not open');
  }
  await viewer.context.close();
});

/** Has each change of the customer take a second person, or not. */
async function takeTwo({ page, open }: Seat, isTaken: boolean): Promise<void> {
  await open('/customers');
  await button(page, 'Edit… acme-corp').click();
  await page.getByRole('checkbox', { name: /^Every change of a router takes a second person/ }).setChecked(isTaken);
  await button(page, 'Save acme-corp').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('where each takes a second person an Admin rejects and authorises on a telephone, and a Super Admin breaks the glass', async () => {
  const [admin, superAdmin] = [await seatOf(browser, origin, 'admin'), await seatOf(browser, origin, 'superAdmin')];
  await takeTwo(superAdmin, true);
  try {
    const { page } = operator;
    const first = await ask(operator, suspend, 'pppoe-01', 'felix.neri');
    await main(page).getByText('Each change of this customer takes a second person').waitFor(patience);
    expect(await button(page, /^(Authorise|Reject|Break)/).count()).toBe(0);
    const phone = admin.page;
    await phone.setViewportSize(telephone);
    await admin.open('/changes');
    await phone.getByRole('link', { name: /^Waiting for you [1-9]/ }).click();
    await phone.waitForURL('**?show=forMe');
    await phone.locator(`a[data-row][href="${first}"]`).click();
    await button(phone, 'Reject').waitFor(patience);
    expect(await barriers(phone)).toEqual([]);
    expect(await overflowAt320(phone)).toBe(0);
    await phone.setViewportSize(telephone);
    await button(phone, 'Reject').click();
    await main(phone).getByText('Nothing was rejected.').waitFor();
    await phone.getByRole('textbox', { name: /^Or why it is not to be made/ }).fill('They have paid.');
    await button(phone, 'Reject').click();
    await state(phone, 'Rejected').waitFor(patience);
    // Whoever asked has it open, and reads why.
    await main(page).getByText('They have paid.').waitFor(patience);

    const second = await ask(operator, suspend, 'pppoe-01', 'felix.neri');
    await button(page, 'Withdraw').waitFor(patience);
    await admin.open(second);
    await button(phone, 'Authorise and run').click(patience);
    await state(phone, 'Verified').waitFor(patience);

    const glass = superAdmin.page;
    await ask(superAdmin, '/templates/subscriber.resume', 'pppoe-01', 'felix.neri');
    await glass.getByText('Break the glass', { exact: true }).click(patience);
    await button(glass, 'Break the glass and run').click();
    await main(glass).getByText('Say why. Nothing was authorised.').waitFor();
    await glass.getByRole('textbox', { name: /^Why it cannot wait/ }).fill('Nobody else answers.');
    await glass.getByLabel('Your own password').fill('not this one at all');
    await button(glass, 'Break the glass and run').click();
    await main(glass).getByText('This is not your own password. Nothing was done.').waitFor(patience);
    expect(await barriers(glass)).toEqual([]);
    await glass.getByLabel('Your own password').fill(personWith('superAdmin').password);
    await button(glass, 'Break the glass and run').click();
    await state(glass, 'Verified').waitFor(patience);
    expect(await main(glass).textContent()).toMatch(/GLASS BROKEN.*Alone, because\s*Nobody else answers\./s);
    await operator.open('/customers/acme-corp/changes');
    expect(await page.locator('td.cell-status').first().textContent()).toBe('Verified GLASS BROKEN');
  } finally {
    await takeTwo(superAdmin, false);
    await Promise.all([admin.context.close(), superAdmin.context.close()]);
  }
}, 300_000);

test('in all its states the page has no barriers and fits every width', async () => {
  const { page, open } = operator;
  await open('/customers/acme-corp/changes');
  const ofState = new Map<string, string>();
  for (const row of await page.locator('tbody tr').all()) {
    const word = (await row.locator('td.cell-status').textContent()) ?? '';
    ofState.set(word, (await row.locator('a[data-row]').getAttribute('href')) ?? '');
  }
  expect([...ofState.keys()]).toEqual(expect.arrayContaining(['Verified', 'Failed', 'Refused', 'Withdrawn']));
  const found: string[] = [];
  for (const path of ['/templates', suspend, '/changes', ...ofState.values()]) {
    await open(path);
    found.push(...(await barriers(page)));
    found.push(...(await smallTargets(page, 24)).map((small) => `${path}: ${small}`));
    const over = await overflowAt320(page);
    if (over > 0) found.push(`${path} is ${over} pixels too wide`);
    await page.setViewportSize(telephone);
    const { scrolled, width } = await main(page).evaluate((one) => ({
      scrolled: one.scrollWidth,
      width: one.clientWidth,
    }));
    if (scrolled > width) found.push(`${path}: ${scrolled - width} pixels too wide at 390`);
  }
  expect(found).toEqual([]);
  expect(operator.problems()).toEqual([]);
}, 300_000);
