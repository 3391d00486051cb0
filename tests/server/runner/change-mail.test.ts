import { beforeEach, expect, test } from 'vitest';
import { asJob } from '@/server/db/open';
import { postChanges } from '@/server/runner/change-post';
import { systemVault } from '@/server/vault/data-keys';
import { mailPlace } from '@/server/vault/system-key';
import { ChangeScene, changesOf } from '../../support/change-scene';
import { move } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { makePerson } from '../../support/world';

/* Who is mailed of a change, when, and how often. */

const database = await testDatabase();
const { owner } = database;
const scene = new ChangeScene(database);

beforeEach(async () => {
  await owner`delete from app.outgoing`;
  await owner`delete from app.setting`;
  await owner`insert into app.setting (name, value, changed_at) values ('mail.host', '"127.0.0.1"', now()), ('mail.from', '"r@example.net"', now())`;
});

/** What was posted since the last time: to whom, and what it says. */
async function mailed(): Promise<[to: string, subject: string, text: string][]> {
  await postChanges();
  const rows = await owner`delete from app.outgoing where kind = 'mail' returning id, sealed`;
  const letters = await asJob('post', ({ db }) =>
    Promise.all(rows.map(({ id, sealed }) => systemVault(db).unseal(mailPlace(id), sealed))),
  );
  return letters
    .map((letter) => JSON.parse(letter) as { to: string; subject: string; text: string }) // safe: mail-to.ts sealed it.
    .map(({ to, subject, text }): [string, string, string] => [to.replace(/-.*/, ''), subject, text])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
const told = async () => (await mailed()).map(([to, subject]) => [to, subject]);

test('what waits for a second person is told once to those who may authorise it, and not to whoever asked', async () => {
  const { admin, operator } = scene.world.people;
  await makePerson(owner, 'admin', [scene.world.customers['other-isp']]);
  await scene.waiting(admin, { tier: 'W3' });
  expect(await told()).toEqual([['superadmin', 'C-1 waits for a second person (acme-corp)']]);
  await scene.waiting(operator, { tier: 'W3', device: 1 });
  const [first, second, ...more] = await mailed();
  expect([first?.[0], second?.[0], more]).toEqual(['admin', 'superadmin', []]);
  expect(first?.[2]).toContain('Suspend a subscriber');
  // Whom it is about is told behind the link alone.
  expect(first?.[2]).not.toMatch(/maria/i);
  expect(first?.[2]).toMatch(/\/changes\/[0-9a-f-]{36}\n$/);
  expect(await told()).toEqual([]);
});

test('what its asker may authorise is told to nobody, unless its customer takes a second person for each', async () => {
  const { operator } = scene.world.people;
  const own = await scene.waiting(operator);
  await changesOf(operator).authorise(own);
  await move(scene.acme, own.change, 'applying', 'verified');
  expect(await told()).toEqual([]);
  await owner`update app.customer set change_policy = 'secondPerson' where slug = 'acme-corp'`;
  await scene.waiting(operator);
  expect((await told()).map(([to]) => to)).toEqual(['admin', 'superadmin']);
});

test('what somebody else made of it is told to whoever asked: that it was authorised, and how it ended', async () => {
  const { operator, admin } = scene.world.people;
  const one = await scene.waiting(operator);
  await changesOf(admin).authorise(one);
  expect(await told()).toEqual([['operator', 'C-1 was authorised (acme-corp)']]);
  await move(scene.acme, one.change, 'applying', 'verified');
  const [letter, ...more] = await mailed();
  expect([letter?.slice(0, 2), more]).toEqual([['operator', 'C-1 was made and read back (acme-corp)'], []]);
  expect(letter?.[2]).toContain('Decided by: The admin');
});

test('what is through before anybody looked is one mail, and it says how it ended', async () => {
  const { operator, admin } = scene.world.people;
  const one = await scene.waiting(operator, { tier: 'W3' });
  await changesOf(admin).authorise(one);
  await move(scene.acme, one.change, 'applying', 'reverted');
  expect(await told()).toEqual([['operator', 'C-1 was undone (acme-corp)']]);
});

test('that it was rejected, or that nobody decided, is told to whoever asked; what they withdrew, to nobody', async () => {
  const { operator, admin } = scene.world.people;
  const rejected = await scene.waiting(operator);
  await changesOf(admin).reject({ change: rejected.change, reason: 'Maria has paid.' });
  const [letter] = await mailed();
  expect(letter?.slice(0, 2)).toEqual(['operator', 'C-1 was rejected (acme-corp)']);
  expect(letter?.[2]).not.toContain('Maria');
  const withdrawn = await scene.waiting(operator, { tier: 'W3' });
  await changesOf(operator).withdraw({ change: withdrawn.change });
  expect(await told()).toEqual([]);
  const late = await scene.waiting(operator, { tier: 'W3' });
  await told();
  await owner`update app.change set state = 'expired', ended_at = app.now() where id = ${late.change}`;
  expect(await told()).toEqual([['operator', 'C-3 expired (acme-corp)']]);
});

test('nobody is told who has lost the customer, the role or the account, and nothing where no mail is sent', async () => {
  const { operator, admin } = scene.world.people;
  const gone = await makePerson(owner, 'superAdmin', []);
  await scene.waiting(operator, { tier: 'W3' });
  await owner`delete from app.membership where person_id = ${admin.personId}`;
  await owner`update app.person set disabled_at = now() where id = ${gone.personId}`;
  expect((await told()).map(([to]) => to)).toEqual(['superadmin']);
  await scene.waiting(operator, { tier: 'W3', device: 1 });
  await owner`delete from app.setting`;
  await postChanges();
  await owner`insert into app.setting (name, value, changed_at) values ('mail.host', '"127.0.0.1"', now()), ('mail.from', '"r@example.net"', now())`;
  expect(await told()).toEqual([]);
});

test('what cannot be posted is not taken, and is told at the next look', async () => {
  await scene.waiting(scene.world.people.operator, { tier: 'W3' });
  await owner.unsafe(`create function pg_temp_fail() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$;
    create trigger zz_cut before insert on app.outgoing for each row execute function pg_temp_fail()`);
  await expect(postChanges()).rejects.toThrow();
  await owner.unsafe('drop trigger zz_cut on app.outgoing; drop function pg_temp_fail()');
  expect(await told()).toHaveLength(2);
});
