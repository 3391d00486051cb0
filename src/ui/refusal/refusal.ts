import { may, type Permission, roles } from '@/core/access';
import { notInScope } from '@/core/errors';
import { roleTitle } from '@/core/shown/format';

export interface Refusal {
  /** Why, in the very words of the API. */
  readonly sentence: string;
  /** Who can change it. */
  readonly grant: string;
}

const pages: readonly (readonly [prefix: string, name: string, permission: Permission])[] = [
  ['/audit', 'the audit log', 'audit.read'],
  ['/customers', 'customers', 'customer.read'],
  ['/devices', 'devices', 'device.read'],
  ['/sessions', 'sessions', 'session.read'],
];

/** Why a page was refused, from its path: a customer out of reach, or a role that may not. */
export function refusalOf(path: string): Refusal {
  const slug = /^\/customers\/([^/?]+)/.exec(path)?.[1];
  if (slug)
    return { sentence: notInScope(decoded(slug)).message, grant: 'A Super Admin can assign a customer to you.' };
  const page = pages.find(([prefix]) => path.startsWith(prefix));
  if (!page) return { sentence: 'your role may not do this', grant: 'A Super Admin can change your role.' };
  const [, name, permission] = page;
  const holders = roles.filter((role) => may(role, permission)).map(roleTitle);
  return {
    sentence: `your role may not open ${name}`,
    grant: `${holders.join(' and ')} may. A Super Admin can change your role.`,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A path may hold a stray percent sign; then it is shown as it was typed.
    return part;
  }
}
