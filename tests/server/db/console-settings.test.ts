import { beforeEach, expect, test } from 'vitest';
import type { SettingName, SettingValue } from '@/core/configuration/settings';
import { configureAsConsole, settingsAsConsole } from '@/server/db/console-settings';
import { type TestDatabase, testDatabase } from '../../support/database';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});

const set = (name: SettingName, value: SettingValue | null) =>
  configureAsConsole(database.ownerUrl, { name, value, seal: async (_, of, plain) => Buffer.from(`${of} ${plain}`) });
const now = async () => (await settingsAsConsole(database.ownerUrl)).settings;
const isKept = async (name: SettingName) => (await settingsAsConsole(database.ownerUrl)).kept.has(name);

test('the command line lets no mail leave this machine in the clear, in whatever order it is set', async () => {
  await set('mail.host', 'mail.example.net');
  await expect(set('mail.security', 'none')).rejects.toThrow('over TLS alone');
  expect(await now()).toMatchObject({ 'mail.security': 'tls' });
  await set('mail.host', 'localhost');
  await set('mail.security', 'none');
  await expect(set('mail.host', 'mail.example.net')).rejects.toThrow('over TLS alone');
  expect(await now()).toMatchObject({ 'mail.host': 'localhost', 'mail.security': 'none' });
});

test.each([
  ['mail.host', 'mail.other.example'],
  ['mail.port', 2_525],
  ['mail.security', 'startTls'],
  ['mail.user', 'somebody else'],
  ['mail.host', null],
] as const)('a kept password does not follow %s to %s, and the log says that it went', async (name, value) => {
  await set('mail.host', 'mail.example.net');
  await set('mail.password', 'the password of the mailbox');
  expect(await set(name, value)).toEqual({ isPasswordForgotten: true });
  expect(await isKept('mail.password')).toBe(false);
  const [entry] = await database.owner`
    select body::jsonb -> 'detail' as detail from audit.entry where event = 'configuration.changed' order by at desc limit 1`;
  expect(entry?.detail).toMatchObject({ before: { 'mail.password': 'set' }, after: { 'mail.password': null } });
});

test('what does not change where the password goes leaves it there', async () => {
  await set('mail.host', 'mail.example.net');
  await set('mail.password', 'the password of the mailbox');
  await set('mail.from', 'routeward@example.net');
  expect(await set('mail.host', 'mail.example.net')).toEqual({ isPasswordForgotten: false });
  expect(await isKept('mail.password')).toBe(true);
});
