import type { FamilyId, PersonId } from './ids';

/** The four roles, the mightiest first. A permission is held by an unbroken run from the first one down. */
export const roles = ['superAdmin', 'admin', 'operator', 'viewer'] as const;
export type Role = (typeof roles)[number];

/**
 * Whoever a verified access token speaks for. It carries no reach: which customers a person may see is read from the
 * tables by every transaction, so a removed assignment bites on the next statement.
 */
export interface Principal {
  readonly personId: PersonId;
  /** The signed-in session: the family of refresh tokens the access token was minted from (claim `sid`). */
  readonly familyId: FamilyId;
  readonly role: Role;
  /** Counts role changes, password changes and the like; an older token is refused. */
  readonly epoch: number;
}

// biome-ignore format: a table; read it down its columns.
const table = {
  //                     S A O V   superAdmin, admin, operator, viewer
  'own.account':        '✓ ✓ ✓ ✓',
  'customer.read':      '✓ ✓ ✓ ✓',
  'device.read':        '✓ ✓ ✓ ✓',
  'alarm.read':         '✓ ✓ ✓ ✓',
  'session.read':       '✓ ✓ ✓ ✓',
  'session.run':        '✓ ✓ ✓ ·',
  'alarm.acknowledge':  '✓ ✓ ✓ ·',
  'template.deploy':    '✓ ✓ ✓ ·',
  'record.export':      '✓ ✓ ✓ ·',
  'action.write':       '✓ ✓ · ·',
  'change.authorise':   '✓ ✓ · ·',
  'device.edit':        '✓ ✓ · ·',
  'person.read':        '✓ ✓ · ·',
  'person.invite':      '✓ ✓ · ·',
  'person.assign':      '✓ ✓ · ·',
  'audit.read':         '✓ ✓ · ·',
  'person.edit':        '✓ · · ·',
  'template.author':    '✓ · · ·',
  'customer.edit':      '✓ · · ·',
  'system.configure':   '✓ · · ·',
  'change.override':    '✓ · · ·',
} as const satisfies Record<string, `${Mark} ${Mark} ${Mark} ${Mark}`>;

type Mark = '✓' | '·';
export type Permission = keyof typeof table;

// safe: `table` is a literal; its keys are exactly the permissions.
export const permissions = Object.keys(table) as Permission[];

export function may(role: Role, permission: Permission): boolean {
  return table[permission].split(' ')[roles.indexOf(role)] === '✓';
}

/** How a role is written for people, and what it can and cannot do, in one line each. */
export const roleTitles = {
  superAdmin: { title: 'Super Admin', can: 'Everything, for every customer.' },
  admin: { title: 'Admin', can: 'Runs the assigned customers: devices, people, direct writes, audit.' },
  operator: { title: 'Operator', can: 'Diagnoses and deploys templates for the assigned customers.' },
  viewer: { title: 'Viewer', can: 'Sees devices, sessions and results of the assigned customers; runs nothing.' },
} as const satisfies Record<Role, { title: string; can: string }>;
