import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { may, type Role, roleTitles } from '@/core/access';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { desk, launch, personWith, type Seat, seatByForm, telephone } from './browser';
import { origin } from './demo';
import { controls, wronglyShown } from './permitted';

export const acme = '/customers/acme-corp/devices';

/** What every role's file begins with: a seat, and the guarantees that hold for each of them. */
export function asRole(role: Role): () => Seat {
  let browser: Browser;
  let seat: Seat | undefined;
  const taken = (): Seat => {
    if (seat === undefined) throw new Error('nobody is signed in yet');
    return seat;
  };

  beforeAll(async () => {
    browser = await launch();
    seat = await seatByForm(browser, origin, role);
  });
  afterAll(async () => {
    await browser.close();
  });

  test('after the sign-in: the devices, with name and role in the head', async () => {
    const { page } = taken();
    expect(new URL(page.url()).pathname).toBe('/devices');
    const menu = page.getByRole('button', { name: `${personWith(role).name} · ${roleTitles[role].title}` });
    expect(await menu.count()).toBe(1);
    expect(await page.getByText('DEMO', { exact: true }).count()).toBe(1);
  });

  test('what the role may not do is absent from every page, and what it may is there', async () => {
    const { page, open } = taken();
    const wrong: string[] = [];
    for (const path of ['/devices', '/customers', '/sessions', '/account']) {
      await open(path);
      wrong.push(...(await wronglyShown(page, role, controls.frame)));
    }
    await open('/customers');
    wrong.push(...(await wronglyShown(page, role, controls.customers)));
    await open('/customers/acme-corp/sites');
    wrong.push(...(await wronglyShown(page, role, [...controls.frame, ...controls.sites])));
    await open(acme);
    wrong.push(...(await wronglyShown(page, role, [...controls.frame, ...controls.list])));
    await open(await firstDevice(taken()));
    wrong.push(...(await wronglyShown(page, role, [...controls.frame, ...controls.device])));
    expect(wrong).toEqual([]);
  });

  test('the audit log opens for those whose role holds it, and for nobody else', async () => {
    const { page, open } = taken();
    expect((await open('/audit')).status()).toBe(may(role, 'audit.read') ? 200 : 403);
    const title = may(role, 'audit.read') ? 'Audit log' : 'Refused';
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
  });

  test('people are there for those whose role holds it, with what it may change, and for nobody else', async () => {
    const { page, open } = taken();
    expect((await open('/people')).status()).toBe(may(role, 'person.read') ? 200 : 403);
    expect(await wronglyShown(page, role, [...controls.frame, ...controls.people])).toEqual([]);
    if (!may(role, 'person.read')) return;
    await open(await operatorsPage(taken()));
    expect(await wronglyShown(page, role, [...controls.frame, ...controls.person])).toEqual([]);
  });

  test('every page: no barrier that axe knows of, in both themes, at a desk and on a telephone; nothing scrolled sideways at 320 pixels, and every target large enough', async () => {
    const { page, open } = taken();
    const found: string[] = [];
    for (const path of await pagesOf(taken(), role)) {
      await open(path);
      found.push(...(await barriers(page)));
      const over = await overflowAt320(page);
      if (over > 0) found.push(`${path} is ${over} pixels too wide`);
      found.push(...(await smallTargets(page, 24)).map((small) => `${path}: ${small}`));
      await page.setViewportSize(telephone);
      found.push(...(await smallTargets(page, 36)).map((small) => `${path}, telephone: ${small}`));
      await page.setViewportSize(desk);
    }
    expect(found).toEqual([]);
  }, 300_000);

  test('nothing went wrong in the browser, and nothing was asked of another origin', () => {
    expect(taken().problems()).toEqual([]);
  });

  return taken;
}

async function firstDevice({ page, open }: Seat): Promise<string> {
  await open(acme);
  const href = await page.locator('a[data-row]').first().getAttribute('href');
  if (href === null) throw new Error('the list has no row');
  return href;
}

/** The page of somebody whom both roles that see people may assign to customers. */
async function operatorsPage({ page, open }: Seat): Promise<string> {
  await open('/people');
  const href = await page.getByRole('link', { name: personWith('operator').name, exact: true }).getAttribute('href');
  if (href === null) throw new Error('the Operator has no page');
  return href;
}

/**
 * Every page there is, with the states that have a look of their own: no hit, refused, not found. Lists are narrowed:
 * row after row looks the same, and axe takes its time for each of them.
 */
async function pagesOf(seat: Seat, role: Role): Promise<readonly string[]> {
  const device = await firstDevice(seat);
  const shown = [
    '/devices?q=gw',
    `${acme}?q=gw&tag=tower`,
    `${acme}?q=no-such-device`,
    '/sites',
    '/customers/acme-corp/sites',
    '/alarms',
    '/customers',
    '/account',
    '/security',
    '/actions',
    '/actions?q=no-such-action',
    '/actions/tool.torch',
    '/actions/fw.nat.add',
    // Refused to all but Super Admins.
    '/settings',
    // Refused to those who may not enrol.
    '/customers/acme-corp/enrol',
    device,
  ];
  const refused = [
    '/customers/no-such-isp/devices',
    '/devices/00000000-0000-4000-8000-000000000000',
    '/sessions/00000000-0000-4000-8000-000000000000',
    '/no-such-page',
  ];
  const audit = may(role, 'audit.read') ? ['/audit?event=customer.listed', '/audit?outcome=unknown'] : ['/audit'];
  const people = may(role, 'person.read') ? ['/people', await operatorsPage(seat)] : ['/people'];
  return [...shown, ...refused, ...audit, ...people];
}
