import { may, type Permission, type Role, roles } from '@/core/access';
import { notInScope } from '@/core/errors';
import { roleTitle } from '@/core/shown/format';

export interface Refusal {
  /** Why, in the very words of the API. */
  readonly sentence: string;
  /** Who can change it. */
  readonly grant: string;
}

const pages: readonly (readonly [path: RegExp, name: string, permission: Permission])[] = [
  [/^\/audit/, 'the audit log', 'audit.read'],
  [/^\/people/, 'people', 'person.read'],
  [/^\/welcome/, 'the first steps', 'customer.edit'],
  [/^\/(?:customers\/[^/]+\/)?changes/, 'changes', 'template.deploy'],
  [/^\/templates/, 'templates', 'template.deploy'],
  [/^\/customers\/[^/]+\/enrol/, 'the enrolment of devices', 'device.edit'],
  [/^\/customers/, 'customers', 'customer.read'],
  [/^\/devices/, 'devices', 'device.read'],
  [/^\/sessions/, 'sessions', 'session.read'],
];

/** Why a page was refused to this role, from its path: a role that may not, or a customer out of reach. */
export function refusalOf(path: string, role: Role): Refusal {
  const page = pages.find(([pattern]) => pattern.test(path));
  const slug = /^\/customers\/([^/?]+)/.exec(path)?.[1];
  if (slug && (page === undefined || may(role, page[2])))
    return { sentence: notInScope(decoded(slug)).message, grant: 'A Super Admin can assign a customer to you.' };
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
