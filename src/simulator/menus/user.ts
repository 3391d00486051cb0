import type { Fields } from '../command';
import type { Machine, Menus } from '../machine';
import { printOf } from '../print';

/** Every policy that a group grants or not, in the order RouterOS lists them. */
const policies = [
  ...['local', 'telnet', 'ssh', 'ftp', 'reboot', 'read', 'write', 'policy', 'test', 'winbox', 'password', 'web'],
  ...['sniff', 'sensitive', 'api', 'romon'],
];

const groupOf = (account: string): string => `${account}-only`;

function users({ accounts }: Machine): Fields[] {
  return accounts.map(({ name }, at) => ({
    ...{ '.id': `*${at + 2}`, name, group: groupOf(name), address: '' },
    ...{ expired: 'false', disabled: 'false' },
  }));
}

function groups({ accounts, version }: Machine): Fields[] {
  const known = version.isSix ? policies : [...policies, 'rest-api'];
  return accounts.map(({ name, policies: granted }, at) => ({
    ...{ '.id': `*${at + 4}`, name: groupOf(name), skin: 'default' },
    policy: known.map((policy) => (granted.includes(policy) ? policy : `!${policy}`)).join(','),
  }));
}

/** Each account has a group of its own, as the lines for a router make them. */
export const userMenus: Menus = {
  '/user': { operations: { print: printOf({ rows: users }) } },
  '/user/group': { operations: { print: printOf({ rows: groups }) } },
};
