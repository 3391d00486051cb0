import { may, type Permission, permissions, type Role, roles } from '@/core/access';
import { permissionTitles } from '@/core/permission-titles';
import { roleTitle } from '@/core/shown/format';

/** What a permission lets somebody of this role do; what it says of Admins is left out for the others. */
export function abilityOf(role: Role, permission: Permission): string {
  const [ability = '', ofAdmins] = permissionTitles[permission].split(': an Admin ');
  return role === 'admin' && ofAdmins !== undefined ? `${ability}: ${ofAdmins}` : ability;
}

export interface Abilities {
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

/** Every permission there is, in the order of the table, on the one side or on the other. */
export function abilitiesOf(role: Role): Abilities {
  const said = (held: boolean) =>
    permissions.filter((permission) => may(role, permission) === held).map((permission) => abilityOf(role, permission));
  return { may: said(true), mayNot: said(false) };
}

/**
 * What the role may not do, in one sentence: what the next mightier one may, and that role's own limits by its name, since
 * permissions cascade. Empty for the mightiest.
 */
export function limitsOf(role: Role): string {
  const above = roles[roles.indexOf(role) - 1];
  if (above === undefined) return '';
  const lacking = permissions
    .filter((permission) => may(above, permission) && !may(role, permission))
    .map((permission) => abilityOf(role, permission));
  const others = limitsOf(above) === '' ? '' : `; nor what an ${roleTitle(above)} may not`;
  return `May not ${lacking.join('; ')}${others}.`;
}

/** Where somebody may do it: customers by their short names. */
export function reachOf(role: Role, customers: readonly string[]): string {
  if (role === 'superAdmin') return 'for every customer';
  return customers.length === 0 ? 'in no customer yet' : `in: ${customers.join(', ')}`;
}
