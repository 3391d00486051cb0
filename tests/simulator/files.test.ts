import { expect, test } from 'vitest';
import { rowsIn } from './client';
import { full, meet, router } from './started';

const keeper = { ...full, name: 'keeper', policies: [...full.policies, 'ftp'] };
const accounts = [keeper, full];
const save = ['/system/backup/save', '=name=before', '=encryption=aes-sha256', '=password=kept elsewhere'] as const;
const messageOf = ([first]: readonly (readonly string[])[]): string | undefined =>
  first?.find((word) => word.startsWith('=message='))?.slice('=message='.length);

test.each([
  ['6.49.18', /^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/],
  ['7.24', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
])('a backup is a file, takes space, and is gone when it is removed: %s', async (version, moment) => {
  const client = await meet(await router({ version, accounts }), keeper);
  const free = async () => {
    const [row] = rowsIn(await client.ask('/system/resource/print', '=.proplist=free-hdd-space'));
    return Number(row?.['free-hdd-space']);
  };
  const before = await free();
  expect(await client.ask(...save)).toEqual([['!done']]);
  const [file, ...more] = rowsIn(await client.ask('/file/print', '?type=backup'));
  expect(more).toEqual([]);
  expect(file).toMatchObject({ name: 'before.backup', 'creation-time': expect.stringMatching(moment) });
  expect(before - Number(file?.size)).toBe(await free());
  // Nothing of its password is left anywhere.
  expect(JSON.stringify(await client.ask('/file/print'))).not.toContain('kept');
  // Written over, not beside.
  await client.ask(...save);
  expect(rowsIn(await client.ask('/file/print', '?name=before.backup'))).toHaveLength(1);
  expect(await client.ask('/file/remove', '=numbers=before.backup')).toEqual([['!done']]);
  expect(rowsIn(await client.ask('/file/print', '?type=backup'))).toEqual([]);
  expect(await free()).toBe(before);
  expect(messageOf(await client.ask('/file/remove', '=numbers=before.backup'))).toBe('no such item');
  // It is no change of the configuration.
  expect(rowsIn(await client.ask('/system/history/print'))).toEqual([]);
});

test('without a name it is called after the router and its clock', async () => {
  const client = await meet(await router({ accounts, character: { clockSkewMs: -86_400_000 } }), keeper);
  await client.ask('/system/backup/save');
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  const [file] = rowsIn(await client.ask('/file/print', '?type=backup'));
  expect(file?.name).toMatch(new RegExp(`^golden-${day}-\\d{4}\\.backup$`));
});

test('it needs room, the policy and an encryption that exists', async () => {
  const place = await router({ accounts, character: { freeStorageBytes: 9000 } });
  const [client, other] = [await meet(place, keeper), await meet(place)];
  expect(messageOf(await client.ask(...save))).toBe('failure: not enough space on disk');
  expect(rowsIn(await client.ask('/file/print', '?type=backup'))).toEqual([]);
  expect(messageOf(await other.ask(...save))).toBe('not enough permissions (9)');
  expect(messageOf(await client.ask('/system/backup/save', '=encryption=rot13'))).toBe(
    'input does not match any value of encryption',
  );
});
