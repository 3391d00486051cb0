import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, overflowAt320 } from './accessibility';
import { launch, personWith, type Seat, signIn, takeSeat } from './browser';
import { origin } from './demo';

let browser: Browser;
let seat: Seat;

beforeAll(async () => {
  browser = await launch();
  seat = await takeSeat(browser, origin);
});
afterAll(async () => {
  await browser.close();
});

test('a stranger is brought to the sign-in page, and the way back is kept', async () => {
  const { page, open } = seat;
  await open('/customers/acme-corp/devices?tag=tower');
  await page.waitForURL('**/login?to=*');
  expect(new URL(page.url()).searchParams.get('to')).toBe('/customers/acme-corp/devices?tag=tower');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('no page holds a protected byte for a stranger, however it is asked for', async () => {
  const paths = ['/devices', '/customers', '/customers/acme-corp/devices', '/audit', '/account'];
  const ways: Record<string, string>[] = [
    {},
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
    { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
    { 'x-routeward-path': '/login' },
  ];
  const leaks: string[] = [];
  for (const path of paths) {
    for (const headers of ways) {
      for (const cookie of ['', 'routeward-access=made.up.token']) {
        for (const address of [path, `${path}.rsc`, `${path}?_rsc=1`]) {
          const answer = await fetch(origin + address, { headers: { ...headers, cookie }, redirect: 'manual' });
          const text = await answer.text();
          // The path itself comes back in every answer; names of devices and people must not.
          if (/tower-\d\d|10\.20\.\d|Marco Okafor/.test(text))
            leaks.push(`${address} ${JSON.stringify(headers)} ${cookie}`);
        }
      }
    }
  }
  expect(leaks).toEqual([]);
});

test('the sign-in page has no barrier, fits 320 pixels and does not say which field was wrong', async () => {
  const { page, open } = seat;
  await open('/login');
  expect(await barriers(page)).toEqual([]);
  expect(await overflowAt320(page)).toBe(0);
  const told: string[] = [];
  for (const email of ['nobody@acme.example', personWith('viewer').email]) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('certainly not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Request' });
    await alert.waitFor();
    told.push(((await alert.textContent()) ?? '').replace(/[0-9a-f-]{36}/g, 'id'));
    await open('/login');
  }
  expect(told[0]).toBe(told[1]);
});

test('a password can be pasted and shown', async () => {
  const { page, open } = seat;
  await open('/login');
  const field = page.getByLabel('Password', { exact: true });
  expect(await field.getAttribute('autocomplete')).toBe('current-password');
  await field.fill('a pasted one');
  await page.getByRole('button', { name: 'Show the password' }).click();
  expect(await field.getAttribute('type')).toBe('text');
});

test('after the sign-in nobody is sent to another site', async () => {
  const { page, open } = seat;
  await open(`/login?to=${encodeURIComponent('//evil.example/')}`);
  await signIn(page, 'viewer');
  expect(page.url()).toBe(`${origin}/devices`);
});

test('every page has a fresh nonce and a policy without unsafe-inline', async () => {
  const policies = await Promise.all(
    ['/login', '/login', '/resume', '/no-such-page', '/devices'].map(async (path) => {
      const answer = await fetch(origin + path, { redirect: 'manual' });
      return answer.headers.get('content-security-policy') ?? '';
    }),
  );
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]{24}' 'strict-dynamic'/);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  }
  expect(new Set(policies).size).toBe(policies.length);
});

test('nothing went wrong in the browser, and nothing was asked of another origin', () => {
  expect(seat.problems()).toEqual([]);
});
