import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page, type Response } from 'playwright-core';
import type { Role } from '@/core/access';
import { demoPeople } from '@/server/db/demo-world';

/** The same Chromium without windows that nobody sees: three times as fast here where Debian has it. */
const withoutWindows = '/usr/bin/chromium-headless-shell';

/** Debian's Chromium, or the one CHROMIUM_PATH names; it talks to nobody but the product. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (existsSync(withoutWindows) ? withoutWindows : '/usr/bin/chromium'),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const desk = { width: 1440, height: 900 };
export const telephone = { width: 390, height: 844 };

/** One browser of one person, which keeps what went wrong in any of its tabs. */
export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, uncaught exceptions, violations of the policy, requests to another origin: all that must not be. */
  problems(): readonly string[];
  /** Opens a path and waits until its scripts run; the answer is the document's. */
  open(path: string): Promise<Response>;
}

export async function takeSeat(browser: Browser, origin: string): Promise<Seat> {
  const context = await browser.newContext({ baseURL: origin, viewport: desk, colorScheme: 'light' });
  // Not how fast a page is to be, but after how long it hangs: a busy machine is several times slower.
  context.setDefaultTimeout(60_000);
  const found: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !isStatusOfPage(message.text())) found.push(message.text());
  });
  context.on('weberror', (error) => found.push(String(error.error())));
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) found.push(`request to ${request.url()}`);
  });
  const page = await context.newPage();
  return {
    context,
    page,
    problems: () => found,
    open: async (path) => {
      const answer = await page.goto(path);
      if (answer === null) throw new Error(`no document at ${path}`);
      // The clock ticks only once the page's scripts have taken over; from then on keys and buttons mean something.
      await page.locator('.clock[data-ticks]').waitFor({ state: 'attached' });
      return answer;
    },
  };
}

/** Chromium writes the status of a refused page to the console; the tests look at that status themselves. */
const isStatusOfPage = (text: string): boolean => /the server responded with a status of (?:401|403|404) /.test(text);

export function personWith(role: Role): (typeof demoPeople)[number] {
  const person = demoPeople.find((one) => one.role === role);
  if (person === undefined) throw new Error(`the demo has no ${role}`);
  return person;
}

/** Types e-mail and password into the form, as a person does. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const { email, password } = personWith(role);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** A person at a browser, who has signed in by the form and is on the first page. */
export async function seatByForm(browser: Browser, origin: string, role: Role): Promise<Seat> {
  const seat = await takeSeat(browser, origin);
  await seat.open('/login');
  await signIn(seat.page, role);
  await seat.page.getByRole('heading', { level: 1 }).waitFor();
  return seat;
}

/**
 * A person at a browser, signed in by the two requests that the form sends: a sign-in of its own with the same cookies, for
 * what begins after it. No page is open yet.
 */
export async function seatOf(browser: Browser, origin: string, role: Role): Promise<Seat> {
  const seat = await takeSeat(browser, origin);
  const { email, password } = personWith(role);
  const headers = { origin, 'user-agent': await seat.page.evaluate(() => navigator.userAgent) };
  const { request } = seat.context;
  const { csrfToken } = await (await request.get('/api/auth/csrf', { headers })).json();
  const data = { csrfToken, email, password };
  const answer = await request.post('/api/auth/callback/credentials', { headers, data });
  if (!answer.ok()) throw new Error(`${email} is not signed in: ${answer.status()} ${await answer.text()}`);
  return seat;
}
