import type { Locator, Page } from 'playwright-core';

/* The page of a session as the tests find their way on it. */

export const log = (page: Page): Locator => page.getByRole('list', { name: 'Case log' });
export const step = (page: Page, kind: string): Locator => log(page).locator(`[data-step-kind="${kind}"]`);
export const panel = (page: Page, title: string): Locator => page.getByRole('article', { name: title, exact: true });
export const isOver = (of: Locator, word: string): Promise<void> => of.getByText(word, { exact: true }).waitFor();
export const pick = (page: Page, title: string): Locator =>
  page.locator('.pick', { has: page.getByRole('checkbox', { name: new RegExp(`^READ ${title}`) }) });

export async function tick(page: Page, title: string, values: Readonly<Record<string, string>>): Promise<void> {
  const one = pick(page, title);
  await one.getByRole('checkbox').first().check();
  for (const [name, value] of Object.entries(values)) await one.getByLabel(name, { exact: false }).first().fill(value);
}

export async function say(page: Page, label: string, words: string, button: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(words);
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** On the page of a customer's sessions: opens one about a device of the demo. Returns the path of its page. */
export async function openSession(page: Page, symptom: string): Promise<string> {
  await page.getByRole('button', { name: 'Open a session…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Symptom').fill(symptom);
  await dialog.getByLabel('Search devices').fill('core-gw-02');
  await dialog.getByRole('checkbox', { name: /^core-gw-02/ }).check();
  await dialog.getByRole('button', { name: 'Open session' }).click();
  await page.waitForURL('**/sessions/*');
  await page.getByRole('heading', { name: 'Pick actions' }).waitFor();
  return new URL(page.url()).pathname;
}
