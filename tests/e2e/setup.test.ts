import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answering, emptyDirectory, startProduct } from '../cli/product';
import { barriers, overflowAt320, smallTargets } from './accessibility';
import { desk, launch, telephone } from './browser';

/** What has to be done when the file is over, the last one first. */
const works: (() => void | Promise<void>)[] = [];
let product: Answering;
let browser: Browser;
let token: string;
let admin: Page;
let operator: Page;
const problems: string[] = [];

const adminIs = { name: 'Vera Lind', email: 'vera@north-fiber.example', password: 'slate roof above nine harbours' };
const operatorIs = {
  name: 'Omar Reyes',
  email: 'omar@north-fiber.example',
  password: 'copper kettle on a quiet stove',
};

beforeAll(async () => {
  const whenOver = (work: () => void | Promise<void>) => works.push(work);
  const data = emptyDirectory(whenOver);
  product = await startProduct('start', { data, whenOver });
  token = /^Setup token: ((?:[0-9A-Z]{4}-){5}[0-9A-Z]{4})$/m.exec(product.output())?.[1] ?? 'none was printed';
  browser = await launch();
  [admin, operator] = [await newPage(), await newPage()];
});
afterAll(async () => {
  await browser.close();
  for (const work of works.reverse()) await work();
});

/** A browser of its own, which takes the certificate that the product made itself. */
async function newPage(): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: desk, ignoreHTTPSErrors: true });
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of (?:400|401|403) /.test(message.text()))
      problems.push(`${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => problems.push(String(error.error())));
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== product.url) problems.push(`request to ${request.url()}`);
  });
  return context.newPage();
}

async function open(page: Page, path: string): Promise<number> {
  const answer = await page.goto(path);
  await page.locator('.clock[data-ticks]').waitFor({ state: 'attached' });
  // An address that differs in its # alone loads nothing, and has no answer.
  return answer?.status() ?? 0;
}

/** Nothing that axe finds, nothing sideways at 390 and 320 pixels, nothing too small for a finger. */
async function flaws(page: Page): Promise<readonly string[]> {
  const found = [...(await barriers(page))];
  await page.setViewportSize(telephone);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) found.push(`${over} pixels too wide on a telephone`);
  found.push(...(await smallTargets(page, 36)));
  await page.setViewportSize(desk);
  if ((await overflowAt320(page)) > 0) found.push('too wide for 320 pixels');
  return found;
}

/** How the focused field is called. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0]?.textContent : null;
    return (label ?? activeElement?.textContent ?? '').trim();
  });

/** Goes on by Tab to a control of this name, which has to be among the next ones. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`no Tab leads to ${name}; the focus is on ${await focused(page)}`);
}

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: 'Request' });

/** Calls the API with the page's own cookies. */
const call = (page: Page, path: string, input: object): Promise<{ status: number; body: string }> =>
  page.evaluate(
    async ([to, body]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/trpc/${to}`, { method: 'POST', headers, body: body ?? '' });
      return { status: answer.status, body: await answer.text() };
    },
    [path, JSON.stringify(input)],
  );

test('as long as nobody is here, the way leads to the setup, which says where its token is', async () => {
  await admin.goto('/');
  await admin.waitForURL('**/setup');
  await admin.goto('/login');
  await admin.waitForURL('**/setup');
  await open(admin, '/setup');
  expect(await admin.getByRole('main').innerText()).toContain('npm run routeward -- setup-token');
  expect(await flaws(admin)).toEqual([]);
});

test('a token in the address is taken from it, a wrong one is refused, and the focus stays where it was', async () => {
  await open(admin, '/setup#0000-1111-2222-3333-4444-5555');
  await admin.waitForURL((url) => url.hash === '');
  const field = admin.getByLabel('Setup token');
  expect(await field.inputValue()).toBe('0000-1111-2222-3333-4444-5555');
  await tabTo(admin, 'Setup token');
  await admin.keyboard.press('Enter');
  await alert(admin).waitFor();
  expect(await alert(admin).innerText()).toContain('This setup token is not valid');
  expect(await focused(admin)).toBe('Setup token');
  expect(await flaws(admin)).toEqual([]);
});

test('the token that was printed leads to the first Super Admin, with the keyboard alone', async () => {
  await open(admin, '/setup');
  await tabTo(admin, 'Setup token');
  await admin.keyboard.type(token.toLowerCase().replaceAll('-', ' '));
  await admin.keyboard.press('Enter');
  const second = admin.getByRole('heading', { name: /^Step 2 of 2/ });
  await second.waitFor();
  expect(await focused(admin)).toBe('Name');
  await admin.getByRole('button', { name: 'Enter another setup token' }).press('Enter');
  await second.waitFor({ state: 'detached' });
  expect(await focused(admin)).toBe('Setup token');
  await admin.keyboard.type(token);
  await admin.keyboard.press('Enter');
  await second.waitFor();
  expect(await admin.getByLabel('Address that people open').inputValue()).toBe(product.url);
  await admin.keyboard.type(adminIs.name);
  await tabTo(admin, 'E-mail');
  await admin.keyboard.type(adminIs.email);
  await tabTo(admin, 'Password');
  await admin.keyboard.type('vera lind vera lind');
  await admin.getByText('Long enough.').waitFor();
  await tabTo(admin, 'Address that people open');
  await tabTo(admin, 'Create Super Admin and sign in');
  await admin.keyboard.press('Enter');
  await alert(admin).waitFor();
  expect(await alert(admin).innerText()).toContain('words that are tried first');
  expect(await focused(admin)).toBe('Create Super Admin and sign in');
  expect(await flaws(admin)).toEqual([]);
  await admin.getByLabel('Password').focus();
  await admin.keyboard.press('Control+A');
  await admin.keyboard.type(adminIs.password);
  await admin.keyboard.press('Enter');
  await admin.waitForURL('**/welcome');
});

test('the token works once: the setup is over for everybody', async () => {
  await operator.goto('/setup');
  await operator.waitForURL('**/login');
  const { status, body } = await call(operator, 'setup.open', { token });
  expect(status).toBe(403);
  expect(body).toContain('This setup token is not valid');
});

test('the first steps are drawn from what is there: the first customer is made, and it stays done', async () => {
  const main = admin.getByRole('main');
  await open(admin, '/welcome');
  expect(await main.locator('.badge').allInnerTexts()).toEqual(['to do', 'to do', 'to do']);
  expect(await flaws(admin)).toEqual([]);
  await admin.getByLabel('Name', { exact: true }).fill('North Fiber');
  await admin.getByLabel('Short name').fill('north-fiber');
  await main.getByText('/customers/north-fiber').waitFor();
  await admin.getByLabel('Time zone').selectOption('Europe/Rome');
  await admin.getByRole('button', { name: 'Create customer' }).press('Enter');
  await main.getByRole('link', { name: 'north-fiber' }).waitFor();
  expect(await focused(admin)).toContain('Created. north-fiber');
  await open(admin, '/welcome');
  expect(await main.locator('.badge').allInnerTexts()).toEqual(['done', 'to do', 'to do']);
  expect(await flaws(admin)).toEqual([]);
  await main.getByRole('link', { name: 'Skip' }).click();
  await admin.waitForURL('**/devices');
});

/** By the page of people, as a Super Admin; gives the link. */
async function invite(slug: string): Promise<string> {
  await admin.getByRole('button', { name: 'Invite…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(operatorIs.email);
  await dialog.getByRole('radio', { name: 'Operator' }).check();
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  await dialog.getByRole('checkbox', { name: new RegExp(`^${slug}`) }).check();
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return link;
}

test('an operator is invited by link, accepts with the keyboard alone, and sees that customer and no other', async () => {
  const other = { slug: 'south-fiber', name: 'South Fiber', stripe: 1, timeZone: 'UTC' };
  expect((await call(admin, 'customers.create', other)).status).toBe(200);
  await open(admin, '/welcome');
  await admin.getByRole('link', { name: 'Invite people' }).click();
  await admin.waitForURL('**/people');
  const [link, second] = [await invite('north-fiber'), await invite('south-fiber')];
  expect(link.startsWith(`${product.url}/invitation#inv1.`)).toBe(true);

  await open(operator, link);
  const main = operator.getByRole('main');
  await operator.getByLabel('Your name').waitFor();
  for (const told of [adminIs.name, 'Operator', 'North Fiber']) expect(await main.innerText()).toContain(told);
  expect(await operator.getByLabel('E-mail').inputValue()).toBe(operatorIs.email);
  expect(await flaws(operator)).toEqual([]);
  await tabTo(operator, 'E-mail');
  await tabTo(operator, 'Your name');
  await operator.keyboard.type(operatorIs.name);
  await tabTo(operator, 'Password');
  await operator.keyboard.type(operatorIs.password);
  await operator.keyboard.press('Enter');
  await operator.waitForURL('**/devices');
  expect(await open(operator, '/customers/north-fiber/devices')).toBe(200);
  expect(await open(operator, '/customers/south-fiber/devices')).toBe(403);
  expect(await open(operator, '/welcome')).toBe(403);

  // The first link is spent; the second one meets an account.
  await open(operator, link);
  await alert(operator).waitFor();
  expect(await main.innerText()).toContain('Ask whoever invited you to make a new link.');
  expect(await flaws(operator)).toEqual([]);
  await open(operator, second);
  await operator.getByLabel('Password', { exact: true }).fill(operatorIs.password);
  expect(await flaws(operator)).toEqual([]);
  await operator.getByRole('button', { name: 'Sign in and accept' }).press('Enter');
  await operator.waitForURL('**/devices');
  expect(await open(operator, '/customers/south-fiber/devices')).toBe(200);
});

test('without its secret, or with a wrong one, a link says what to do and nothing of anybody', async () => {
  const stranger = await newPage();
  for (const path of ['/invitation', '/reset']) {
    await open(stranger, path);
    await stranger.getByText('lacks the part behind the # sign').waitFor();
    expect(await flaws(stranger)).toEqual([]);
    await open(stranger, `${path}#${path === '/reset' ? 'rst1' : 'inv1'}.${'A'.repeat(43)}`);
    await alert(stranger).waitFor();
    expect(await alert(stranger).innerText()).toContain('is not valid, or not any more');
  }
  await stranger.context().close();
});

test('a password is changed: every session ends, this one begins again, and the page says so', async () => {
  const elsewhere = await newPage();
  await open(elsewhere, '/login');
  await elsewhere.getByLabel('E-mail').fill(operatorIs.email);
  await elsewhere.getByLabel('Password', { exact: true }).fill(operatorIs.password);
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.waitForURL('**/devices');

  await open(operator, '/account');
  await operator.getByRole('button', { name: 'Change password…' }).press('Enter');
  const dialog = operator.getByRole('dialog');
  await dialog.getByLabel('Current password').fill('certainly not the password');
  await dialog.getByLabel('New password').fill('a lantern in the window of a mill');
  await dialog.getByRole('button', { name: 'Change password' }).press('Enter');
  await alert(operator).waitFor();
  expect(await flaws(operator)).toEqual([]);
  await dialog.getByLabel('Current password').fill(operatorIs.password);
  await dialog.getByRole('button', { name: 'Change password' }).press('Enter');
  await operator.getByText('Password changed.').waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(await focused(operator)).toBe('Change password…');
  await operator.getByText('1 session', { exact: true }).waitFor();
  expect(await flaws(operator)).toEqual([]);

  await elsewhere.goto('/devices');
  await elsewhere.waitForURL('**/login?to=*');
  await elsewhere.context().close();
});

test('a link to a new password: for whom it is, once, and signed in with it', async () => {
  await open(admin, '/people');
  const { items }: { items: { id: string; email: string }[] } = await admin
    .evaluate(async () => (await fetch('/api/trpc/people.list')).json())
    .then(({ result }) => result.data);
  const person = items.find(({ email }) => email === operatorIs.email)?.id;
  const { link } = JSON.parse((await call(admin, 'people.makeReset', { person })).body).result.data;
  await open(operator, link);
  await operator.getByLabel('New password').fill('seven grey herons by the weir');
  expect(await operator.getByRole('main').innerText()).toContain(operatorIs.name);
  expect(await flaws(operator)).toEqual([]);
  await operator.getByRole('button', { name: 'Set password and sign in' }).press('Enter');
  await operator.waitForURL('**/devices');
  await open(operator, link);
  await alert(operator).waitFor();
  expect(await operator.getByRole('main').innerText()).toContain('Ask a Super Admin to make a new link.');
});

test('nothing went wrong in the browsers, and nothing was asked of another origin', () => {
  expect(problems).toEqual([]);
});
