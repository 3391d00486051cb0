import { expect, test } from 'vitest';
import { may, permissions, type Role, roles } from '@/core/access';
import { CustomerSlug } from '@/core/ids';
import { permissionTitles } from '@/core/permission-titles';
import { freeStripe, suggestedSlug } from '@/ui/customers/slug';
import { abilitiesOf, abilityOf, limitsOf, reachOf } from '@/ui/people/abilities';
import { endedWords, mayAssign, people } from '@/ui/people/person';

test('the preview names every permission of the table once, on the side where the table has it', () => {
  for (const role of roles) {
    const abilities = abilitiesOf(role);
    for (const permission of permissions) {
      const words = abilityOf(role, permission);
      expect([abilities.may.includes(words), abilities.mayNot.includes(words)]).toEqual([
        may(role, permission),
        !may(role, permission),
      ]);
    }
    expect(abilities.may.length + abilities.mayNot.length).toBe(permissions.length);
  }
});

test('the preview keeps the order of the table', () => {
  const order = permissions.filter((one) => may('operator', one)).map((one) => abilityOf('operator', one));
  expect(abilitiesOf('operator').may).toEqual(order);
});

test('what a permission says of Admins is said to Admins alone, and in words of the table', () => {
  expect(abilityOf('admin', 'person.read')).toBe('see people: those of the own customers');
  expect(abilityOf('viewer', 'person.read')).toBe('see people');
  expect(abilityOf('superAdmin', 'person.read')).toBe('see people');
  for (const permission of permissions)
    for (const role of roles) expect(permissionTitles[permission]).toContain(abilityOf(role, permission).split(':')[0]);
});

test('each role is told what it may not, down to the next mightier one', () => {
  expect(limitsOf('superAdmin')).toBe('');
  expect(limitsOf('admin')).toMatch(
    /^May not change roles, .*break the glass and override the prediction of a lockout\.$/,
  );
  expect(limitsOf('operator')).toMatch(/^May not use direct write actions; .*; nor what an Admin may not\.$/);
  expect(limitsOf('viewer')).toMatch(/^May not run reads on devices; .*; nor what an Operator may not\.$/);
});

test('every permission that a role lacks is named by its own limits or by those of a role above it', () => {
  for (const role of roles) {
    const named = roles
      .slice(0, roles.indexOf(role) + 1)
      .map(limitsOf)
      .join(' ');
    for (const permission of permissions.filter((one) => !may(role, one)))
      expect(named).toContain(permissionTitles[permission].split(':')[0]);
  }
});

test('the reach is written out: every customer, some, or none yet', () => {
  expect(reachOf('superAdmin', ['acme-corp'])).toBe('for every customer');
  expect(reachOf('viewer', ['acme-corp', 'other-isp'])).toBe('in: acme-corp, other-isp');
  expect(reachOf('operator', [])).toBe('in no customer yet');
});

test('customers are assigned by Super Admins to all but Super Admins, by Admins to Operators and Viewers', () => {
  const assigned = (role: Role) => roles.filter((other) => mayAssign(role, other));
  expect(assigned('superAdmin')).toEqual(['admin', 'operator', 'viewer']);
  expect(assigned('admin')).toEqual(['operator', 'viewer']);
  expect(assigned('operator')).toEqual([]);
  expect(assigned('viewer')).toEqual([]);
});

test('people and ended sessions are counted in words', () => {
  expect([people(0), people(1), people(1204)]).toEqual(['0 people', '1 person', '1,204 people']);
  expect([endedWords(0), endedWords(1), endedWords(3)]).toEqual([
    'They were not signed in.',
    '1 signed-in session ended.',
    '3 signed-in sessions ended.',
  ]);
});

test('a short name is made of the full one', () => {
  const made = [
    ['Acme Corp', 'acme-corp'],
    ['  São Paulo — Wireless, Ltda. ', 'sao-paulo-wireless-ltda'],
    ['Müller & Söhne', 'muller-sohne'],
    ["O'Brien's Net", 'obriens-net'],
    ['Straße 7', 'strasse-7'],
    ['Łódź Ø', 'lodz-o'],
    ['ACME 5G', 'acme-5g'],
    ['ﬁbre', 'fibre'],
    ['---', ''],
    ['Вышка', ''],
    ['', ''],
  ] as const;
  for (const [name, slug] of made) expect(suggestedSlug(name)).toBe(slug);
});

test('what is suggested is nothing or a valid short name, however long or odd the full one', () => {
  const names = [
    'x'.repeat(100),
    `${'ab '.repeat(40)}`,
    `${'a'.repeat(62)} b`,
    'İstanbul',
    '北京 Net',
    'a\u0301\u0301',
    '½ Net',
  ];
  for (const name of names) {
    const slug = suggestedSlug(name);
    expect(slug === '' || CustomerSlug.safeParse(slug).success).toBe(true);
  }
  expect(suggestedSlug(`${'a'.repeat(62)} b`)).toBe('a'.repeat(62));
});

test('a new customer gets the first stripe that nobody has, and after that the rarest', () => {
  expect(freeStripe([])).toBe(0);
  expect(freeStripe([0, 1, 3])).toBe(2);
  expect(freeStripe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toBe(0);
  expect(freeStripe([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toBe(2);
});
