import { may, type Permission, type Role } from '@/core/access';

export interface NavigationItem {
  readonly section: 'Fleet' | 'Diagnose' | 'Change' | 'Account';
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
  { section: 'Fleet', title: 'Sites', path: '/sites', permission: 'device.read', key: 'i' },
  { section: 'Fleet', title: 'Alarms', path: '/alarms', permission: 'alarm.read', key: 'l' },
  { section: 'Fleet', title: 'Customers', path: '/customers', permission: 'customer.read', key: 'c' },
  { section: 'Diagnose', title: 'Search', path: '/search', permission: 'customer.read', key: 'f' },
  { section: 'Diagnose', title: 'Sessions', path: '/sessions', permission: 'session.read', key: 's' },
  { section: 'Diagnose', title: 'Bulk runs', path: '/bulk', permission: 'session.read', key: 'b' },
  {
    section: 'Diagnose',
    title: 'Action library',
    path: '/actions',
    permission: 'own.account',
    key: 'o',
    minor: true,
  },
  { section: 'Change', title: 'Templates', path: '/templates', permission: 'template.deploy', key: 'e', minor: true },
  { section: 'Change', title: 'Changes', path: '/changes', permission: 'template.deploy', key: 'h' },
  { section: 'Change', title: 'Jobs', path: '/jobs', permission: 'template.deploy', key: 'j', minor: true },
  { section: 'Account', title: 'People', path: '/people', permission: 'person.read', key: 'p' },
  { section: 'Account', title: 'Audit', path: '/audit', permission: 'audit.read', key: 'a' },
  { section: 'Account', title: 'Settings', path: '/settings', permission: 'system.configure', key: 't', minor: true },
  { section: 'Account', title: 'Security', path: '/security', permission: 'own.account', key: 'y', minor: true },
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

/** The lists of what customers have: there is one of each customer, too. */
const ofCustomers = ['/devices', '/sites', '/alarms', '/sessions', '/bulk', '/changes', '/jobs'];

/** Where a page is for whoever looks at one customer, by its slug; null: at all of them, as whatever has no such list. */
export const inScope = (path: string, customer: string | null): string =>
  customer !== null && ofCustomers.includes(path) ? `/customers/${customer}${path}` : path;

/** The list that stays on screen when somebody who is at `at` looks at another customer. */
export const listAt = (at: string): string => (ofCustomers.includes(at) ? at : '/devices');
