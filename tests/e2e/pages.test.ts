import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { may, type Permission, type Role, roles } from '@/core/access';
import { launch, type Seat, seatOf, takeSeat } from './browser';
import { origin } from './demo';
import { pageWorld, type Things, type Whose } from './page-world';

/** What a role needs to open a page; null: anybody, signed in or not. A page that is not in this table fails. */
const pages: Readonly<Record<string, Permission | null>> = {
  '/': 'own.account',
  '/account': 'own.account',
  '/actions': 'own.account',
  '/actions/[action]': 'own.account',
  '/alarms': 'alarm.read',
  '/audit': 'audit.read',
  '/audit/[at]/[entry]': 'audit.read',
  '/audit/exports': 'audit.read',
  '/bulk': 'session.read',
  '/changes': 'template.deploy',
  '/changes/[change]': 'template.deploy',
  '/customers': 'customer.read',
  '/customers/[customer]': 'device.read',
  '/customers/[customer]/alarms': 'alarm.read',
  '/customers/[customer]/bulk': 'session.read',
  '/customers/[customer]/bulk/[bulk]': 'session.read',
  '/customers/[customer]/changes': 'template.deploy',
  '/customers/[customer]/devices': 'device.read',
  '/customers/[customer]/enrol': 'device.edit',
  '/customers/[customer]/jobs': 'template.deploy',
  '/customers/[customer]/sessions': 'session.read',
  '/customers/[customer]/sites': 'device.read',
  '/devices': 'device.read',
  '/devices/[device]': 'device.read',
  '/invitation': null,
  '/jobs': 'template.deploy',
  '/jobs/[rollout]': 'template.deploy',
  '/login': null,
  '/people': 'person.read',
  '/people/[person]': 'person.read',
  '/reset': null,
  '/resume': null,
  '/search': 'device.read',
  '/security': 'own.account',
  '/sessions': 'session.read',
  '/sessions/[session]': 'session.read',
  '/settings': 'system.configure',
  '/setup': null,
  '/sites': 'device.read',
  '/templates': 'template.deploy',
  '/templates/[template]': 'template.deploy',
  '/templates/own': 'template.author',
  '/templates/own/[own]/[version]': 'template.author',
  '/welcome': 'customer.edit',
};

const app = fileURLToPath(new URL('../../src/app', import.meta.url));
const found = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${dirname(file)}`.replace(/\/\([^)]*\)|\/\.$/g, '') || '/')
  .sort();

const whose: readonly Whose[] = ['own', 'foreign', 'nobody’s'];
const isOfSomething = (page: string): boolean => page.includes('[');
const filledIn = (page: string, things: Things): string =>
  // safe: what stands in brackets is a name of Things, or the path is not found, which the table would show.
  page.replace(/\[(\w+)\]/g, (_all, name: string) => things[name as keyof Things]);

let browser: Browser;
let world: Readonly<Record<Whose, Things>>;

beforeAll(async () => {
  browser = await launch();
  world = await pageWorld(origin);
});
afterAll(async () => {
  await browser.close();
});

/** What a page answers: its status, its heading, and where else it led to. */
interface Answered {
  readonly status: number;
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

async function opened({ page }: Seat, path: string): Promise<Answered> {
  const answer = await page.goto(path, { waitUntil: 'domcontentloaded' });
  // This one is a page for a moment: it asks for a new access token and leads on.
  await page.waitForURL((url) => url.pathname !== '/resume', { waitUntil: 'domcontentloaded' });
  const heading = page.getByRole('heading', { level: 1 }).first();
  await heading.waitFor();
  return {
    status: answer?.status() ?? 0,
    title: (await heading.textContent()) ?? '',
    path: new URL(page.url()).pathname,
    text: await page.locator('body').innerText(),
  };
}

/** One line of the table: who, and what came. */
type Cell = readonly [page: string, of: Whose | '', cell: string];
const cellOf = (path: string, { status, path: led }: Answered): string =>
  led === path.split('?')[0] ? String(status) : `${status} ${led}`;

const visited = new Map<Role | 'nobody', Cell[]>();

test('every page of the product has a line in the table above', () => {
  expect(found).toEqual(Object.keys(pages).sort());
});

test('somebody who is not signed in is led to the sign-in, and back to nothing else', async () => {
  const seat = await takeSeat(browser, origin);
  const cells: Cell[] = [];
  for (const page of found) {
    const path = filledIn(page, world.own);
    const answered = await opened(seat, path);
    cells.push([page, '', cellOf(path, answered)]);
    if (pages[page] !== null) expect([page, answered.path]).toEqual([page, '/login']);
  }
  visited.set('nobody', cells);
  await seat.context.close();
});

/** An action or a template is no customer's: there are those that are there, and those that are not. */
const askedOf = (page: string): readonly Whose[] => {
  if (['[action]', '[template]', '[own]'].some((part) => page.includes(part))) return ['own', 'nobody’s'];
  return isOfSomething(page) ? whose : ['own'];
};
const asks = found.flatMap((page) => askedOf(page).map((of) => ({ page, of })));
const isAllowed = (role: Role, page: string): boolean => {
  const permission = pages[page] ?? null;
  return permission === null || may(role, permission);
};

test.each(roles)(
  '%s: each page, of the own customer, of another, and of nobody',
  async (role) => {
    const seat = await seatOf(browser, origin, role);
    const cells: Cell[] = [];
    const refusals = new Map<string, Set<string>>();
    for (const { page, of } of asks) {
      const path = filledIn(page, world[of]);
      const answered = await opened(seat, path);
      const isReached = isAllowed(role, page) && (of === 'own' || (of === 'foreign' && role === 'superAdmin'));
      expect([path, answered.status < 400]).toEqual([path, isReached]);
      cells.push([page, isOfSomething(page) ? of : '', cellOf(path, answered)]);
      if (!isReached && of !== 'own')
        refusals.set(page, (refusals.get(page) ?? new Set()).add(refusalOf(answered, world[of])));
    }
    // Whether a thing of another customer exists is not told: the answer is that for a thing that does not.
    for (const [page, said] of refusals) expect([page, [...said].length]).toEqual([page, 1]);
    visited.set(role, cells);
    expect(seat.problems()).toEqual([]);
    await seat.context.close();
  },
  300_000,
);

/** What is on the page, but for what was asked for, numbers, and the request's id. */
function refusalOf({ status, text }: Answered, things: Things): string {
  // First of all, for a thing may be called by a number that is in one as well.
  const open = text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…');
  const names = Object.values(things).filter((thing) => !/^\d+$/.test(thing));
  const said = names.reduce((rest, thing) => rest.replaceAll(decodeURIComponent(thing), '…'), open);
  // The numbers beside the navigation go on counting meanwhile.
  return `${status} ${said.replace(/\d+/g, '…')}`;
}

test('the whole table is what it was', async () => {
  const columns = ['nobody', ...roles] as const;
  const lines = (visited.get('superAdmin') ?? []).map(([page, of]) => {
    const came = (who: Role | 'nobody') =>
      visited.get(who)?.find(([at, thing]) => at === page && (thing === of || who === 'nobody'))?.[2] ?? '-';
    return `${page}  ${of}\n${columns.map((who) => `    ${who}=${came(who)}\n`).join('')}`;
  });
  await expect(lines.join('')).toMatchFileSnapshot('pages-matrix.txt');
});
