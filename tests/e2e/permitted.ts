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
  { role: 'link', name: /^Sites$/, permission: 'device.read' },
  { role: 'link', name: /^Alarms( \d+ new)?$/, permission: 'alarm.read' },
  { role: 'link', name: /^Customers \d/, permission: 'customer.read' },
  { role: 'link', name: /^Sessions \d+ open$/, permission: 'session.read' },
  { role: 'link', name: /^Bulk runs$/, permission: 'session.read' },
  { role: 'link', name: /^Templates$/, permission: 'template.deploy' },
  // With how many wait for oneself behind it.
  { role: 'link', name: /^Changes(?: \d+ for you)?$/, permission: 'template.deploy' },
  { role: 'link', name: /^People$/, permission: 'person.read' },
  { role: 'link', name: /^Audit$/, permission: 'audit.read' },
  { role: 'link', name: /^Settings$/, permission: 'system.configure' },
  { role: 'link', name: /^Security$/, permission: 'own.account' },
  { role: 'link', name: /^Signed-in sessions$/, permission: 'own.account' },
];

const list: readonly Control[] = [
  { role: 'checkbox', name: /^Select all/, permission: 'session.run' },
  { role: 'link', name: /^Enrol devices$/, permission: 'device.edit' },
];

const device: readonly Control[] = [
  { role: 'button', name: /^Rename device$/, permission: 'device.edit' },
  { role: 'button', name: /^Tag…$/, permission: 'device.edit' },
  { role: 'button', name: /^Save connection$/, permission: 'device.edit' },
  { role: 'button', name: /^Test the connection$/, permission: 'device.edit' },
  { role: 'button', name: /^Replace hardware/, permission: 'device.edit' },
  { role: 'button', name: /^Archive…/, permission: 'device.edit' },
  { role: 'link', name: /^Deploy a template$/, permission: 'template.deploy' },
  { role: 'button', name: /^Run ping$/, permission: 'session.run' },
  { role: 'button', name: /^Open a session…$/, permission: 'session.run' },
];

/** The list of a customer's sessions. */
const sessions: readonly Control[] = [{ role: 'button', name: /^Open a session…$/, permission: 'session.run' }];

/** A session that is open. */
const session: readonly Control[] = [
  { role: 'button', name: /^Run reads$/, permission: 'session.run' },
  { role: 'button', name: /^Add note$/, permission: 'session.run' },
  { role: 'button', name: /^Close session$/, permission: 'session.run' },
  { role: 'button', name: /^Rename this session$/, permission: 'session.run' },
  { role: 'button', name: /^Add devices…$/, permission: 'session.run' },
  { role: 'button', name: /^Hand over…$/, permission: 'session.run' },
  { role: 'button', name: /^Export PDF$/, permission: 'record.export' },
  { role: 'button', name: /^JSON$/, permission: 'record.export' },
  { role: 'button', name: /^CSV$/, permission: 'record.export' },
  { role: 'link', name: /^Audit log$/, permission: 'audit.read' },
];

/** The sites of acme-corp. */
const sites: readonly Control[] = [
  { role: 'button', name: /^Add site…$/, permission: 'device.edit' },
  { role: 'button', name: /^Edit… Tower 07$/, permission: 'device.edit' },
  { role: 'button', name: /^Archive… Tower 07$/, permission: 'device.edit' },
];

/** The list of customers, of which acme-corp is in the reach of every role. */
const customers: readonly Control[] = [
  { role: 'button', name: /^New customer…$/, permission: 'customer.edit' },
  { role: 'button', name: /^Edit… acme-corp$/, permission: 'customer.edit' },
  { role: 'button', name: /^Archive… acme-corp$/, permission: 'customer.edit' },
];

/** The list of people, for those who may open it. */
const people: readonly Control[] = [{ role: 'button', name: /^Invite…$/, permission: 'person.invite' }];

/** The page of an Operator, looked at by somebody else. */
const person: readonly Control[] = [
  { role: 'button', name: /^Set customers$/, permission: 'person.assign' },
  { role: 'button', name: /^Change role$/, permission: 'person.edit' },
  { role: 'button', name: /^Disable /, permission: 'person.edit' },
  { role: 'button', name: /^Make a link to a new password$/, permission: 'person.edit' },
];

export const controls = { frame, list, device, sessions, session, sites, customers, people, person };

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
