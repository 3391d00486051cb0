import { expect, test } from 'vitest';
import { may, roles } from '@/core/access';
import { navigation, navigationFor } from '@/ui/frame/navigation-items';
import { refusalOf } from '@/ui/refusal/refusal';

test('a customer out of reach is refused in the words of the API, however its name is written', () => {
  expect(refusalOf('/customers/other-isp/devices?q=1', 'operator').sentence).toBe('customer "other-isp" not in scope');
  expect(refusalOf('/customers/a%20b/devices', 'operator').sentence).toBe('customer "a b" not in scope');
  expect(refusalOf('/customers/100%/devices', 'operator').sentence).toBe('customer "100%" not in scope');
});

test('a page that a role lacks names who has it, from the table of permissions', () => {
  expect(refusalOf('/audit', 'viewer')).toEqual({
    sentence: 'your role may not open the audit log',
    grant: 'Super Admin and Admin may. A Super Admin can change your role.',
  });
});

test('below a customer, who lacks the role is told so, and who has it that the customer is out of reach', () => {
  expect(refusalOf('/customers/acme-corp/enrol', 'operator').sentence).toBe(
    'your role may not open the enrolment of devices',
  );
  expect(refusalOf('/customers/other-isp/enrol', 'admin').sentence).toBe('customer "other-isp" not in scope');
});

test('the navigation holds exactly what a role may open', () => {
  for (const role of roles) {
    const shown = navigationFor(role).map(({ path }) => path);
    expect(shown).toEqual(navigation.filter(({ permission }) => may(role, permission)).map(({ path }) => path));
  }
  expect(navigationFor('viewer').map(({ path }) => path)).not.toContain('/audit');
});
