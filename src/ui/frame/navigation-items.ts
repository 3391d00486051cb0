import { may, type Permission, type Role } from '@/core/access';

export interface NavigationItem {
  readonly section: 'Fleet' | 'Diagnose' | 'Account';
  readonly title: string;
  readonly path: string;
  readonly permission: Permission;
  /** The key after `g` that goes there. */
  readonly key: string;
  /** Left out of the narrow bar of a telephone; the person menu leads there too. */
  readonly minor?: true;
}

/** The pages there are, as the navigation lists them. One that a role may not open is absent, not greyed. */
export const navigation: readonly NavigationItem[] = [
  { section: 'Fleet', title: 'Devices', path: '/devices', permission: 'device.read', key: 'd' },
  { section: 'Fleet', title: 'Customers', path: '/customers', permission: 'customer.read', key: 'c' },
  { section: 'Diagnose', title: 'Sessions', path: '/sessions', permission: 'session.read', key: 's' },
  { section: 'Account', title: 'People', path: '/people', permission: 'person.read', key: 'p' },
  { section: 'Account', title: 'Audit', path: '/audit', permission: 'audit.read', key: 'a' },
  {
    section: 'Account',
    title: 'Signed-in sessions',
    path: '/account',
    permission: 'own.account',
    key: 'm',
    minor: true,
  },
];

export const navigationFor = (role: Role): readonly NavigationItem[] =>
  navigation.filter((item) => may(role, item.permission));
