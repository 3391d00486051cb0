import { beforeEach, expect, test } from 'vitest';
import { ChangeScene, changesOf, refused } from '../../support/change-scene';
import { move } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makePerson } from '../../support/world';

/* An Admin on call authorises a W3 of their own alone, and somebody else reviews it. */

const database = await testDatabase();
const scene = new ChangeScene(database);
const reason = 'The tower is down and nobody else answers.';

const nameOnCall = () =>
  apiOf(scene.world.people.superAdmin).customers.nameOnCall({
    ...{ customer: 'acme-corp', admin: scene.world.people.admin.personId, hours: 8 },
  });
/** One that the Admin authorised on call, and that has ended. */
async function made() {
  const { admin } = scene.world.people;
  const one = await scene.waiting(admin, { tier: 'W3' });
  await changesOf(admin).authoriseOnCall({ ...one, reason });
  await move(scene.acme, one.change, 'applying', 'verified');
  return one;
}
let since = '';
beforeEach(async () => {
  const [row] = await database.owner`select clock_timestamp()::text as now`;
  since = String(row?.now);
});
const entriesOf = (event: string) =>
  database.owner`select outcome, body::jsonb -> 'detail' as detail from audit.entry
    where event = ${event} and at >= ${since}::timestamptz order by at`;

test('who is on call is named by a Super Admin, is told with the customer, and ends; each leaves its entry', async () => {
  const { superAdmin, admin, operator } = scene.world.people;
  const { onCall } = await nameOnCall();
  expect(onCall).toEqual({ name: 'The admin', until: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect((await apiOf(operator).customers.list()).items[0]?.onCall).toEqual(onCall);
  for (const who of [admin, operator])
    await expect(
      apiOf(who).customers.nameOnCall({ customer: 'acme-corp', admin: admin.personId, hours: 8 }),
    ).rejects.toEqual(refused('FORBIDDEN', /customer\.edit/));
  await expect(
    apiOf(superAdmin).customers.nameOnCall({ customer: 'acme-corp', admin: operator.personId, hours: 8 }),
  ).rejects.toEqual(refused('CONFLICT', 'Only an Admin who is assigned to this customer is on call for it.'));
  await expect(
    apiOf(superAdmin).customers.nameOnCall({ customer: 'acme-corp', admin: admin.personId, hours: 169 }),
  ).rejects.toEqual(refused('BAD_REQUEST', /^hours: /));
  expect((await apiOf(superAdmin).customers.endOnCall({ customer: 'acme-corp' })).onCall).toBeNull();
  const was = { admin: admin.personId, ...onCall };
  expect((await entriesOf('customer.onCallNamed'))[0]).toEqual({ outcome: 'ok', detail: { before: null, after: was } });
  expect([...(await entriesOf('customer.onCallEnded'))]).toEqual([
    { outcome: 'ok', detail: { before: was, after: null } },
  ]);
});

test('whoever is named in the place of another leaves who it was', async () => {
  const { superAdmin, admin } = scene.world.people;
  const other = await makePerson(database.owner, 'admin', [scene.acme]);
  const first = { admin: admin.personId, ...(await nameOnCall()).onCall };
  const { onCall } = await apiOf(superAdmin).customers.nameOnCall({
    ...{ customer: 'acme-corp', admin: other.personId, hours: 4 },
  });
  expect((await entriesOf('customer.onCallNamed')).at(-1)?.detail).toEqual({
    before: first,
    after: { admin: other.personId, ...onCall },
  });
});

test('whoever is on call authorises the own W3 alone, with a reason, and nothing else; it is marked for ever', async () => {
  const { admin, superAdmin, operator } = scene.world.people;
  const one = await scene.waiting(admin, { tier: 'W3' });
  await expect(changesOf(admin).authoriseOnCall({ ...one, reason })).rejects.toEqual(
    refused('FORBIDDEN', /^You are not on call/),
  );
  await nameOnCall();
  expect((await changesOf(admin).get({ change: one.change })).whyNot).toMatchObject({
    onCall: null,
    authorise: expect.stringMatching(/second person/),
  });
  // It is in the inbox of whoever may.
  expect((await changesOf(admin).list({ waitingFor: 'me' })).items.map(({ id }) => id)).toEqual([one.change]);
  for (const [given, error] of [
    [{ reason: ' ' }, refused('BAD_REQUEST', /^reason: /)],
    [{ reason, digest: '0'.repeat(64) }, refused('CONFLICT', /another one by now/)],
  ] as const)
    await expect(changesOf(admin).authoriseOnCall({ ...one, ...given })).rejects.toEqual(error);
  await expect(changesOf(admin).authorise(one)).rejects.toEqual(refused('FORBIDDEN', /second person/));
  for (const who of [superAdmin, operator])
    await expect(changesOf(who).authoriseOnCall({ ...one, reason })).rejects.toEqual(refused('FORBIDDEN', /.+/));
  expect(await changesOf(admin).authoriseOnCall({ ...one, reason })).toMatchObject({
    ...{ state: 'authorised', isBreakGlass: false, reason },
    review: { verdict: null, by: null, dueAt: expect.any(String) },
  });
  const entries = await entriesOf('change.authorisedOnCall');
  expect(entries.at(-1)).toEqual({ outcome: 'ok', detail: { change: one.change, digest: one.digest, tier: 'W3' } });
  expect(JSON.stringify(entries)).not.toContain('tower');
});

test('somebody else reviews it, never whoever authorised it; what waits for that is in their inbox', async () => {
  const { admin, operator, superAdmin } = scene.world.people;
  const other = await makePerson(database.owner, 'admin', [scene.acme]);
  await nameOnCall();
  const { change } = await made();
  const inbox = async (who: typeof admin) =>
    (await changesOf(who).list({ waitingFor: 'me' })).items.map(({ id }) => id);
  expect([await inbox(admin), await inbox(operator)]).toEqual([[], []]);
  expect([await inbox(other), await inbox(superAdmin)]).toEqual([[change], [change]]);
  expect((await changesOf(other).list({})).forMe).toBe(1);
  await expect(changesOf(admin).review({ change, verdict: 'inOrder' })).rejects.toEqual(
    refused('FORBIDDEN', /somebody else reviews it/),
  );
  await expect(changesOf(operator).review({ change, verdict: 'inOrder' })).rejects.toEqual(refused('FORBIDDEN', /.+/));
  await expect(changesOf(other).review({ change, verdict: 'notInOrder', remark: ' ' })).rejects.toEqual(
    refused('BAD_REQUEST', /^remark: /),
  );
  expect(await changesOf(other).review({ change, verdict: 'notInOrder', remark: 'It could wait.' })).toMatchObject({
    review: { verdict: 'notInOrder', by: { role: 'admin' } },
    reviewRemark: 'It could wait.',
  });
  await expect(changesOf(superAdmin).review({ change, verdict: 'inOrder' })).rejects.toEqual(
    refused('CONFLICT', 'It was reviewed already.'),
  );
  expect(await inbox(superAdmin)).toEqual([]);
  const entries = await entriesOf('change.reviewed');
  expect(entries.some(({ detail }) => detail?.verdict === 'notInOrder')).toBe(true);
  expect(JSON.stringify(entries)).not.toContain('could wait');
});

test('while one is overdue for its review the right is worth nothing, and the page says why', async () => {
  const { admin, superAdmin } = scene.world.people;
  await nameOnCall();
  const { change } = await made();
  await database.shiftClock('49 hours');
  await apiOf(superAdmin).customers.nameOnCall({ customer: 'acme-corp', admin: admin.personId, hours: 8 });
  const next = await scene.waiting(admin, { tier: 'W3', device: 1 });
  await expect(changesOf(admin).authoriseOnCall({ ...next, reason })).rejects.toEqual(
    refused('FORBIDDEN', /overdue for its review/),
  );
  expect((await changesOf(admin).list({ waitingFor: 'me' })).items).toEqual([]);
  await changesOf(superAdmin).review({ change, verdict: 'inOrder' });
  expect(await changesOf(admin).authoriseOnCall({ ...next, reason })).toMatchObject({ state: 'authorised' });
});
