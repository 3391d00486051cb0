import { expect, test } from 'vitest';
import { may, permissions, roles, roleTitles } from '@/core/access';

/** From the mightiest role down: `true` as long as the permission is held. */
const run = (held: readonly boolean[]): boolean => held.lastIndexOf(true) === held.filter(Boolean).length - 1;

test('the roles that hold a permission are an unbroken run from Super Admin down', () => {
  const broken = permissions.filter((permission) => {
    const held = roles.map((role) => may(role, permission));
    return !held[0] || !run(held);
  });
  expect(broken).toEqual([]);
});

test('that rule bites: a gap, or a permission that only a lower role holds, is no unbroken run', () => {
  expect(run([true, true, false, false])).toBe(true);
  expect(run([true, false, true, false])).toBe(false);
  expect(run([false, true, true, true])).toBe(false);
});

test('a Viewer sees, and neither runs, exports nor changes anything but the own account', () => {
  expect(permissions.filter((permission) => may('viewer', permission))).toEqual([
    'own.account',
    'customer.read',
    'device.read',
    'alarm.read',
    'session.read',
  ]);
});

test('an Operator neither edits devices nor reads the audit log', () => {
  for (const denied of ['device.edit', 'audit.read', 'action.write', 'change.authorise', 'person.invite'] as const)
    expect(may('operator', denied), denied).toBe(false);
});

test('whoever reads the audit log may take it away: its exports ask for no second permission', () => {
  for (const role of roles) expect(may(role, 'record.export') || !may(role, 'audit.read'), role).toBe(true);
});

test('every role has a title and a sentence', () => {
  expect(Object.keys(roleTitles)).toEqual([...roles]);
});
