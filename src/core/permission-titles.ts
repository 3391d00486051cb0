import type { Permission } from './access';

/*
 * Apart from the table, which every page carries: these are long, and few pages show them.
 */

/** What a permission lets one do, after "may"; in the order of the table. */
export const permissionTitles = {
  'own.account': 'see and end the own signed-in sessions, and change the own password',
  'customer.read': 'see customers, and search what is known',
  'device.read': 'see devices and how they are',
  'alarm.read': 'see what is down for too long, and have it mailed',
  'session.read': 'see diagnostic sessions and results, also live',
  'session.run':
    'run reads on devices; look for subscribers on them; open, continue, hand over, close and reopen sessions',
  'alarm.acknowledge': 'acknowledge alarms',
  'template.deploy': 'deploy templates, authorising what is reversible',
  'record.export': 'export sessions as PDF, CSV and JSON, and bulk runs as CSV',
  'action.write': 'use direct write actions',
  'change.authorise': 'authorise or reject changes that somebody else asked for',
  'device.edit': 'enrol, edit and tag devices; keep sites and credentials, and confirm certificates',
  'person.read': 'see people: an Admin those of the own customers',
  'person.invite': 'invite people: an Admin Operators and Viewers into the own customers',
  'person.assign': 'assign people to customers: an Admin Operators and Viewers to the own ones',
  'audit.read': 'read and export the audit log: an Admin that of the own customers',
  'person.edit': 'change roles, disable people, end their sessions, make links to a new password',
  'template.author': 'write, review and publish templates',
  'customer.edit': 'create, change and archive customers',
  'system.configure': 'configure the system and its webhooks, and have the security claims checked',
  'change.override': 'break the glass and override the prediction of a lockout',
} as const satisfies Record<Permission, string>;
