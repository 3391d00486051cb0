import type { Way } from './ways';

/* Ways past the second wall to exports of the audit log; see ways.ts. */

/** An export of the log, in somebody's name. */
export const insertExport = ({ personId, familyId }: { personId: string; familyId: string }): string => `
  insert into app.audit_export (id, person_id, family_id, role, epoch, query, format, filter, request_id, expires_at, key_id, key_wrapped)
  values (gen_random_uuid(), '${personId}', '${familyId}', 'admin', 1, '', 'csv', '{}', 'x', now() + interval '1 day', gen_random_uuid(), '\\x00')`;

/** What must not be possible with exports: each is its asker's alone. */
export const waysOfExports = (
  me: { personId: string; familyId: string },
  other: { personId: string; familyId: string },
  mayAsk: boolean,
): Way[] => [
  { name: 'sees exports of others', statement: `select from app.audit_export where person_id <> '${me.personId}'` },
  {
    name: 'reads parts of exports of others',
    statement: `select from app.audit_export_part where person_id <> '${me.personId}'`,
  },
  { name: 'asks for exports in another name', statement: insertExport(other) },
  { name: 'asks for exports', statement: insertExport(me), most: mayAsk ? 1 : 0 },
  // Without a condition PostgreSQL asks the policy of the change alone.
  { name: 'stops exports of others', statement: 'update app.audit_export set stop_asked_at = now()', most: 1 },
  { name: 'says how far an export is', statement: `update app.audit_export set state = 'done'` },
  { name: 'writes a part', statement: 'insert into app.audit_export_part select * from app.audit_export_part' },
  { name: 'throws exports away', statement: 'delete from app.audit_export' },
];
