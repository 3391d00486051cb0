import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320 } from './accessibility';
import { launch, type Seat, seatOf, telephone } from './browser';
import { origin } from './demo';

/* Each family of writes in a real browser: found in its library, done, seen to be, and taken back. */

let browser: Browser;
let admin: Seat;
let superAdmin: Seat;

beforeAll(async () => {
  browser = await launch();
  [admin, superAdmin] = [await seatOf(browser, origin, 'admin'), await seatOf(browser, origin, 'superAdmin')];
});
afterAll(async () => {
  await browser.close();
});

const patience = { timeout: 30_000 };
const main = (page: Page): Locator => page.getByRole('main');
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const state = (page: Page, words: string): Locator => main(page).locator('.change-head .status').getByText(words);
const before = (page: Page): Locator => page.getByRole('region', { name: 'Before you authorise' });

type Filled = readonly (readonly [name: string, value: string])[];

async function fill(page: Page, device: string, values: Filled): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search devices' }).fill(device);
  await button(page, new RegExp(`^${device} `)).click();
  // Each one that is opened is one less of those that are not.
  const folded = page.locator('form.template-form details:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
  for (const [name, value] of values) {
    const field = page.getByLabel(name, { exact: true });
    const isChosen = await field.evaluate((one) => one.tagName === 'SELECT');
    await (isChosen ? field.selectOption(value) : field.fill(value));
  }
  await button(page, `Preview on ${device}`).click();
  await page.waitForURL('**/changes/*');
}

/** From the page of a write action, as somebody comes who looks for it in the library. */
async function begin({ page, open }: Seat, action: string): Promise<void> {
  await open(`/actions/${action}`);
  await page.getByRole('link', { name: 'Choose a device' }).click();
  await page.waitForURL(`**/templates/${action}`);
}

async function authorise(page: Page): Promise<void> {
  await button(page, 'Authorise and run').click(patience);
  await state(page, 'Verified').waitFor(patience);
}

/** Asks for it to be taken back; what it would do is on its own page. */
async function askBack(page: Page): Promise<void> {
  const made = new URL(page.url()).pathname;
  await button(page, 'Take it back').click();
  await page.waitForURL((url) => url.pathname !== made);
}

const w1s = [
  ['a template', 'system.ntp', 'hq-gw', [['Servers', '192.0.2.123']], /gets enabled=true|servers=192\.0\.2\.123/],
  [
    ...['an interface', 'vlan.add', 'pppoe-01'],
    [
      ['Name', 'vlan-guests'],
      ['VLAN', '240'],
      ['Parent', 'ether3'],
    ],
    /the VLAN vlan-guests is added/,
  ],
  [
    ...['QoS', 'qos.simple.set', 'hq-gw'],
    [
      ['Name', 'air-30'],
      ['At most', '6M/40M'],
    ],
    /the queue air-30 gets max-limit=6000000\/40000000/,
  ],
  [
    ...['DNS', 'dns.static.add', 'hq-gw'],
    [
      ['Name', 'printer.lan'],
      ['Answer', '192.168.199.40'],
    ],
    /the DNS entry printer\.lan is added/,
  ],
] as unknown as readonly (readonly [string, string, string, Filled, RegExp])[]; // safe: as they are written.

test.each(w1s)(
  '%s: done by an Admin, verified, and taken back',
  async (_, id, device, values, effect) => {
    const { page, open } = admin;
    if (id.startsWith('system.')) await open(`/templates/${id}`);
    else await begin(admin, id);
    await fill(page, device, values);
    await button(page, 'Authorise and run').waitFor(patience);
    expect(await before(page).getByRole('listitem').first().textContent()).toMatch(effect);
    await authorise(page);
    await askBack(page);
    await authorise(page);
    expect(admin.problems()).toEqual([]);
  },
  120_000,
);

test('a firewall rule, DHCP and a tunnel are W3: asked for by an Admin, authorised by another on a telephone', async () => {
  const { page } = admin;
  const phone = superAdmin.page;
  await phone.setViewportSize(telephone);
  const second = async (): Promise<void> => {
    await button(page, 'Withdraw').waitFor(patience);
    await main(page).getByText('A change of tier W3 takes a second person').waitFor(patience);
    expect(await button(page, 'Authorise and run').count()).toBe(0);
    const asked = new URL(page.url()).pathname;
    const name = String((await page.getByRole('heading', { level: 1 }).textContent())?.split(' ')[0]);
    await superAdmin.open('/changes?show=forMe');
    await phone.locator(`a[data-row][href="${asked}"]`).click();
    await button(phone, 'Authorise and run').waitFor(patience);
    expect(await barriers(phone)).toEqual([]);
    expect(await overflowAt320(phone)).toBe(0);
    await phone.setViewportSize(telephone);
    await phone.getByLabel(new RegExp(`Type ${name}`)).fill(name);
    await authorise(phone);
    await state(page, 'Verified').waitFor(patience);
  };
  await begin(admin, 'fw.filter.add');
  await fill(page, 'pppoe-01', [
    ['Chain', 'forward'],
    ['Action', 'drop'],
    ['Source', '198.51.100.7'],
    ['Comment', 'a scanner'],
  ]);
  await second();
  await askBack(page);
  await second();
  await begin(admin, 'dhcp.network.set');
  await fill(page, 'hq-gw', [
    ['Network', '192.168.199.0/24'],
    ['DNS servers', '192.0.2.53'],
  ]);
  await second();
  await askBack(page);
  await second();
  await admin.open('/templates/wireguard.site');
  await fill(page, 'pppoe-01', [
    ['Name', 'riga'],
    ['Network there', '10.44.0.0/16'],
    ['Address of the other site', '10.255.7.2'],
    ['Address in the tunnel', '10.255.7.1/30'],
    ['Public key', 'bmVpdGhlciBzZWNyZXQgbm9yIGFueWJvZHkncyBrZXk='],
  ]);
  await second();
  await askBack(page);
  await second();
}, 360_000);

test('what would cut our way to the router is refused, and the page says by what', async () => {
  const { page } = admin;
  await begin(admin, 'if.toggle');
  await fill(page, 'pppoe-01', [
    ['Interface', 'ether1'],
    ['Disabled', 'true'],
  ]);
  await state(page, 'Refused').waitFor(patience);
  expect(await main(page).textContent()).toMatch(/Management arrives on ether1, which would be disabled\./);
  expect(await button(page, 'Authorise and run').count()).toBe(0);
}, 60_000);
