import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, makeAda, passphrase } from '../cli/people';
import { type Answering, emptyDirectory, startProduct } from '../cli/product';
import { makePair } from '../support/certificates';
import { flawsOf } from './accessibility';
import { desk, launch } from './browser';

/* The real product over TLS: a demo has no certificate. */

const works: (() => void | Promise<void>)[] = [];
let product: Answering;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const whenOver = (work: () => void | Promise<void>) => works.push(work);
  const data = emptyDirectory(whenOver);
  await makeAda({ data, whenOver }, '--url', 'https://127.0.0.1:8443');
  product = await startProduct('start', { data, whenOver });
  browser = await launch();
  const context = await browser.newContext({ baseURL: product.url, viewport: desk, ignoreHTTPSErrors: true });
  page = await context.newPage();
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel(/^Pass/).fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
});
afterAll(async () => {
  await browser.close();
  for (const work of works.reverse()) await work();
});

const flaws = () => flawsOf(page);

test('a certificate is installed on its page, shown there once it is served, and removed after a warning', async () => {
  await page.goto('/settings');
  await page.locator('.clock[data-ticks]').waitFor({ state: 'attached' });
  const section = page.getByRole('region', { name: 'Certificate', exact: true });
  const [chain, key] = [section.getByLabel('Certificate chain'), section.getByLabel('Private key')];
  const install = section.getByRole('button', { name: 'Install certificate' });
  await section.getByText('Self-signed: Routeward made it itself.').waitFor();
  expect(await flaws()).toEqual([]);

  const pair = await makePair({ names: ['127.0.0.1', '2001:db8::7'] });
  await chain.fill(pair.certificate);
  await key.fill('no key');
  await install.click();
  await section.getByRole('alert').getByText('The key is not one PEM private key').waitFor();
  expect([await chain.inputValue(), await key.inputValue()]).toEqual([pair.certificate, 'no key']);
  await key.fill(pair.key);
  await install.click();
  await section.getByRole('status').getByText('It is installed.').waitFor();
  expect([await chain.inputValue(), await key.inputValue()]).toEqual(['', '']);
  // Without another press: the page asks once, after the supervisor has looked.
  await section.getByText('Installed here, or by command.').waitFor();
  await section.getByText('127.0.0.1, 2001:db8::7').waitFor();

  await section.getByRole('button', { name: 'Back to the self-signed one…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('They will refuse the self-signed one').waitFor();
  expect(await flaws()).toEqual([]);
  await dialog.getByRole('button', { name: 'Go back to the self-signed one' }).click();
  await section.getByRole('status').getByText('It is removed.').waitFor();
  await section.getByText('Self-signed: Routeward made it itself.').waitFor();
});
