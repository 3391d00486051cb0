import type { Page } from 'playwright-core';
import { may, type Permission, permissions, type Role } from '@/core/access';

/** Controls as a person finds them, and the permission each of them needs. */
interface Control {
  readonly role: 'link' | 'button' | 'checkbox';
  readonly name: RegExp;
  readonly permission: Permission;
}

const frame: readonly Control[] = [
  { role: 'link', name: /^Devices \d/, permission: 'device.read' },
  { role: 'link', name: /^Customers \d/, permission: 'customer.read' },
  { role: 'link', name: /^Audit$/, permission: 'audit.read' },
  { role: 'link', name: /^Signed-in sessions$/, permission: 'own.account' },
];

const list: readonly Control[] = [{ role: 'checkbox', name: /^Select all/, permission: 'device.edit' }];

const device: readonly Control[] = [
  { role: 'button', name: /^Rename device$/, permission: 'device.edit' },
  { role: 'button', name: /^Tag…$/, permission: 'device.edit' },
  { role: 'button', name: /^Run ping$/, permission: 'session.run' },
];

export const controls = { frame, list, device };

/** What is on the page and should not be, or the other way round: read from the table of permissions, not from here. */
export async function wronglyShown(page: Page, role: Role, expected: readonly Control[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { role: kind, name, permission } of expected) {
    const due = may(role, permission) ? 1 : 0;
    // Some of what is due comes when its program has been loaded.
    if (due === 1) await page.getByRole(kind, { name }).first().waitFor();
    const count = await page.getByRole(kind, { name }).count();
    if (count !== due) wrong.push(`${kind} ${name}: ${count} instead of ${due}`);
  }
  for (const permission of permissions) {
    const marked = await page.locator(`[data-permission="${permission}"]`).count();
    if (marked > 0 && !may(role, permission)) wrong.push(`${marked} controls of ${permission}`);
  }
  return wrong;
}
