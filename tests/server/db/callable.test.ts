import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database';

/* Which functions of sign-in, people and configuration each role of the database may call at all. */

const database = await testDatabase();

const callable = async (role: string): Promise<string[]> =>
  (
    await database.owner`select p.proname as name from pg_proc p
      where p.pronamespace = 'auth'::regnamespace and has_function_privilege(${role}, p.oid, 'execute') order by 1`
  ).map(({ name }) => String(name));
const own = ['choose_alarm_mail', 'end_own_families', 'end_own_family'];
const shared = [
  'invitations_in_reach',
  'invite',
  'join_by_invitation',
  'people_in_reach',
  'renew_invitation',
  'revoke_invitation',
  'set_customers',
];
const superAdmins = [
  'add_webhook',
  'archive_customer',
  'ask_for_rotation',
  'change_role',
  'configure',
  'database_size',
  'disable_person',
  'disk_use',
  'enable_person',
  'end_families',
  'end_sign_ins',
  'erase_customer',
  'hold_configuration',
  'keys_in_use',
  'make_reset',
  'posted',
  'remove_webhook',
  'restore_customer',
  'rotations',
  'security_state',
  'settings',
  'sign_ins_of',
  'webhooks',
];
const strangers = [
  'accept_invitation',
  'begin_confirmation',
  'begin_sign_in',
  'change_password',
  'find_refresh_secret',
  'finish_sign_in',
  'give_back',
  'is_set_up',
  'name_of',
  'open_invitation',
  'open_reset',
  'opens_setup',
  'rotate_refresh_token',
  'set_up',
  'use_reset',
];

test.each([
  ['routeward_person', [...own, ...shared]],
  ['routeward_everything', [...own, ...shared, ...superAdmins]],
  ['routeward_stranger', strangers],
  ['routeward_customer', []],
  ['routeward_job', ['purge']],
])('%s', async (role, functions) => {
  expect(await callable(role)).toEqual([...functions].sort());
});

test('nobody reads or writes a row of the tables of links', async () => {
  const roles = ['person', 'everything', 'customer', 'stranger', 'job'].map((name) => `routeward_${name}`);
  const rights = await database.owner`
    select t, r, p from unnest(array['invitation', 'password_reset', 'setup_token', 'configuration']) t,
      unnest(${roles}::text[]) r, unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p
    where has_table_privilege(r, 'app.' || t, p)
      or case when p in ('select', 'insert', 'update') then has_any_column_privilege(r, 'app.' || t, p) end`;
  expect([...rights]).toEqual([]);
});
