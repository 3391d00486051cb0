import { beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { documentOf } from '@/core/templates/document/read';
import { templateOf } from '@/core/templates/library';
import { createCaller } from '@/server/api/root';
import { ChangeScene, changesOf, refused } from '../../support/change-scene';
import { move, preview } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { digestOfDocument, documentNamed, ownId } from '../../support/templates';
import { contextFor, entriesOf, makePerson } from '../../support/world';

/* A template of somebody's own, from a copy to the changes that are made by it. */

const database = await testDatabase();
const scene = new ChangeScene(database);
const versions = (who: Principal) => apiOf(who).templateVersions;
const named = { template: ownId, version: 1 };
const conflict = (message: string | RegExp) => refused('CONFLICT', message);

let author: Principal;
let reviewer: Principal;

beforeEach(async () => {
  author = scene.world.people.superAdmin;
  reviewer = await makePerson(database.owner, 'superAdmin', []);
});

async function submitted(document = documentNamed(ownId)) {
  const { revision } = await versions(author).import({ template: ownId, document });
  return versions(author).submit({ ...named, revision });
}

async function published(document = documentNamed(ownId)) {
  const { digest } = await submitted(document);
  return versions(reviewer).publish({ ...named, digest: digest ?? '' });
}

const newVersion = async () => {
  const { version, revision } = await versions(author).create({ template: ownId, from: ownId });
  const { digest } = await versions(author).submit({ template: ownId, version, revision });
  return versions(reviewer).publish({ template: ownId, version, digest: digest ?? '' });
};

describe('a draft', () => {
  test('begins empty, and what is missing is told with its line; it is saved wrong, and not submitted', async () => {
    const draft = await versions(author).create({ template: ownId });
    expect(draft).toMatchObject({ state: 'draft', version: 1, revision: 1, digest: null, isAuthor: true });
    expect(draft.faults.map(({ place }) => place)).toEqual(['steps', 'radius.commands']);
    expect(draft.document.split('\n')[(draft.faults[0]?.line ?? 0) - 1]).toContain('"steps"');
    const saved = await versions(author).save({ ...named, revision: 1, document: '{' });
    expect(saved).toMatchObject({ revision: 2, document: '{', faults: [{ line: 1 }] });
    await expect(versions(author).submit({ ...named, revision: 2 })).rejects.toEqual(conflict(/Something is wrong/));
  });

  test('begins as a copy of the library, with its own name and number, and says what it is a copy of', async () => {
    const draft = await versions(author).create({ template: ownId, from: 'system.ntp' });
    expect(draft).toMatchObject({ basedOn: 'system.ntp v2', faults: [], title: 'Set the clock by NTP' });
    expect(JSON.parse(draft.document)).toMatchObject({ id: ownId, version: 1 });
  });

  test('is one at a time, and a name that is taken is not begun anew', async () => {
    await versions(author).create({ template: ownId, from: 'system.ntp' });
    await expect(versions(reviewer).create({ template: ownId })).rejects.toEqual(conflict(/already: copy it/));
    await expect(versions(reviewer).create({ template: ownId, from: ownId })).rejects.toEqual(
      conflict(/go on with that one/),
    );
  });

  test('that somebody saved meanwhile is not written over: nothing is lost', async () => {
    await versions(author).create({ template: ownId, from: 'system.ntp' });
    const [mine, theirs] = [documentNamed(ownId, 1, 'Mine'), documentNamed(ownId, 1, 'Theirs')];
    await versions(reviewer).save({ ...named, revision: 1, document: theirs });
    await expect(versions(author).save({ ...named, revision: 1, document: mine })).rejects.toEqual(
      conflict('The superAdmin saved it meanwhile (revision 2): nothing of yours was saved. Look at theirs first.'),
    );
    expect((await versions(author).get(named)).title).toBe('Theirs');
    const both = await Promise.allSettled(
      [mine, theirs].map((document) => versions(author).save({ ...named, revision: 2, document })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('says its own name and number', async () => {
    await versions(author).create({ template: ownId, from: 'system.ntp' });
    const { faults } = await versions(author).save({ ...named, revision: 1, document: documentNamed('own.other', 7) });
    expect(faults.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      `id: has to be ${ownId}, as this template is called`,
      'version: has to be 1, as this version is',
    ]);
  });

  test('is imported, whatever it is called there; not where anything is wrong, and each is named', async () => {
    const imported = await versions(author).import({ template: ownId, document: documentOf(templateOf('guest.vlan')) });
    expect(imported).toMatchObject({ faults: [], basedOn: 'guest.vlan v1' });
    const wrong = documentOf(templateOf('guest.vlan')).replace('/interface/vlan"', '/user"');
    await expect(versions(author).import({ template: 'own.b', document: wrong })).rejects.toEqual(
      refused('BAD_REQUEST', /^steps\[\d+\]\.menu: no template may reach \/user/),
    );
    const { document, name } = await versions(author).export(named);
    expect([name, document]).toEqual([`${ownId}-v1.json`, imported.document]);
  });

  test.each(['system.ntp', 'own', 'own.', 'own.Über', 'dns.set', 'own.a.b.c.d', `own.${'a'.repeat(70)}`])(
    'is not called %s',
    async (template) => {
      await expect(versions(author).create({ template })).rejects.toEqual(refused('BAD_REQUEST', /.*/));
    },
  );
});

describe('a draft that is discarded', () => {
  const discarded = async (who: Principal) => {
    const { revision } = await versions(author).create({ template: ownId, from: 'system.ntp' });
    return versions(who).discard({ ...named, revision });
  };

  test('is kept as it was, by whichever Super Admin, and a new one begins behind it', async () => {
    const gone = await discarded(reviewer);
    expect(gone).toMatchObject({ state: 'discarded', changedBy: 'The superAdmin', digest: null });
    expect(gone.whyNot).toMatchObject({
      ...{ save: expect.stringMatching(/was discarded/), discard: expect.stringMatching(/was discarded/) },
      ...{ submit: expect.stringMatching(/was discarded/), publish: expect.stringMatching(/Only what is in review/) },
    });
    const anew = await versions(author).create({ template: ownId });
    expect(anew).toMatchObject({ version: 2, others: [{ version: 1, state: 'discarded' }] });
    expect(anew.document).toContain('"version": 2');
    expect((await versions(author).get(named)).document).toBe(gone.document);
  });

  test('is not what a new version is a copy of', async () => {
    await published();
    const second = await versions(author).create({ template: ownId, from: ownId });
    const document = second.document.replace('Suspend here', 'Not to be');
    const saved = await versions(author).save({ template: ownId, version: 2, revision: 1, document });
    await versions(author).discard({ template: ownId, version: 2, revision: saved.revision });
    const third = await versions(author).create({ template: ownId, from: ownId });
    expect(third).toMatchObject({ version: 3, title: 'Suspend here', basedOn: `${ownId} v1`, faults: [] });
    expect(third.others.map(({ state }) => state)).toEqual(['discarded', 'published']);
    const { document: imported, version } = await versions(author).get({ template: ownId, version: 3 });
    expect([version, imported.includes('"version": 3')]).toEqual([3, true]);
  });

  test('is only a draft: nothing that was submitted or in force, and nothing that somebody saved meanwhile', async () => {
    const { revision, digest } = await submitted();
    await expect(versions(author).discard({ ...named, revision })).rejects.toEqual(
      conflict('Only a draft is discarded.'),
    );
    const inForce = await versions(reviewer).publish({ ...named, digest: digest ?? '' });
    await expect(versions(author).discard({ ...named, revision: inForce.revision })).rejects.toEqual(
      conflict('Only a draft is discarded.'),
    );
    const draft = await versions(author).create({ template: ownId, from: ownId });
    const second = { template: ownId, version: 2 };
    await versions(reviewer).save({ ...second, revision: draft.revision, document: draft.document });
    await expect(versions(author).discard({ ...second, revision: draft.revision })).rejects.toEqual(
      conflict(/saved it meanwhile/),
    );
  });
});

describe('a review', () => {
  test('is never one’s own, also of somebody who only saved it once', async () => {
    await versions(author).create({ template: ownId, from: 'system.ntp' });
    const { document } = await versions(author).get(named);
    await versions(reviewer).save({ ...named, revision: 1, document });
    const { digest, whyNot } = await versions(author).submit({ ...named, revision: 2 });
    expect(whyNot.publish).toMatch(/You wrote some of it/);
    for (const who of [author, reviewer])
      await expect(versions(who).publish({ ...named, digest: digest ?? '' })).rejects.toEqual(
        refused('FORBIDDEN', 'You wrote some of it: another Super Admin reviews it.'),
      );
    const third = await makePerson(database.owner, 'superAdmin', []);
    expect(await versions(third).publish({ ...named, digest: digest ?? '' })).toMatchObject({ state: 'published' });
  });

  test('is of exactly what was submitted, which nobody alters', async () => {
    const { revision, document } = await submitted();
    await expect(versions(author).save({ ...named, revision, document })).rejects.toEqual(conflict(/^It is in review/));
    await expect(versions(reviewer).publish({ ...named, digest: 'a'.repeat(64) })).rejects.toEqual(
      conflict(/Look at it again/),
    );
  });

  test('sends back with a reason, which its authors read; an author takes it back without', async () => {
    const { revision } = await submitted();
    await expect(versions(reviewer).sendBack({ ...named, revision })).rejects.toEqual(
      conflict('Say why it is sent back.'),
    );
    const back = await versions(reviewer).sendBack({ ...named, revision, reason: 'Name the sessions.' });
    expect(back).toMatchObject({ state: 'draft', reason: 'Name the sessions.', digest: null });
    const again = await versions(author).submit({ ...named, revision: back.revision });
    expect(again.reason).toBeNull();
    expect(await versions(author).sendBack({ ...named, revision: again.revision })).toMatchObject({ state: 'draft' });
  });
});

describe('what is published', () => {
  const ask = (who: Principal) =>
    changesOf(who).ask({ device: scene.device(0), template: ownId, values: { name: 'maria' } });

  test('is deployed by an Operator like the library’s, and nothing before that or after it was retired', async () => {
    const { operator } = scene.world.people;
    const { digest } = await submitted();
    const told = async () => (await apiOf(operator).templates.list()).items.map(({ id }) => id);
    expect(await told()).not.toContain(ownId);
    await expect(ask(operator)).rejects.toEqual(refused('BAD_REQUEST', 'template: no such template'));
    const { revision } = await versions(reviewer).publish({ ...named, digest: digest ?? '' });
    expect(await told()).toContain(ownId);
    const view = await apiOf(operator).templates.get({ template: ownId });
    expect(view).toMatchObject({ title: 'Suspend here', version: 1, mayDeploy: ['superAdmin', 'admin', 'operator'] });
    const { change } = await ask(operator);
    expect(await changesOf(operator).get({ change })).toMatchObject({
      title: 'Suspend here',
      values: { name: 'maria' },
    });
    const [row] = await database.owner`select template_version as version, template_digest as digest from app.change`;
    expect(row).toEqual({ version: 1, digest });
    await versions(author).retire({ ...named, revision });
    expect(await told()).not.toContain(ownId);
    await expect(ask(operator)).rejects.toEqual(refused('BAD_REQUEST', 'template: no such template'));
    await expect(apiOf(operator).templates.get({ template: ownId })).rejects.toEqual(refused('NOT_FOUND', /.*/));
  });

  test('once it is retired, what was previewed by it is not authorised, and what was made by it is taken back', async () => {
    const { operator } = scene.world.people;
    const { revision } = await published();
    const [made, waiting] = [await ask(operator), await ask(operator)];
    await changesOf(operator).authorise({ ...made, digest: await preview(scene.acme, made.change) });
    await move(scene.acme, made.change, 'applying', 'verified');
    const digest = await preview(scene.acme, waiting.change);
    await versions(author).retire({ ...named, revision });
    await expect(changesOf(operator).authorise({ ...waiting, digest })).rejects.toEqual(
      conflict('This version of the template was retired: ask for it anew with one that is in force.'),
    );
    const back = await changesOf(operator).revert(made);
    expect(await changesOf(operator).get(back)).toMatchObject({ template: ownId, version: 1, title: 'Suspend here' });
  });

  test('stays as it is: a new version begins as its copy, and takes its place when it is published', async () => {
    const first = await published();
    await expect(versions(author).save({ ...named, revision: first.revision, document: '{}' })).rejects.toEqual(
      conflict(/^It is published/),
    );
    expect(await newVersion()).toMatchObject({ version: 2, state: 'published', basedOn: `${ownId} v1` });
    expect(await versions(author).get(named)).toMatchObject({ state: 'retired', document: first.document });
    const { change } = await ask(scene.world.people.operator);
    expect((await changesOf(author).get({ change })).version).toBe(2);
    await expect(versions(author).retire({ ...named, revision: first.revision })).rejects.toEqual(
      conflict(/moved it on/),
    );
  });

  test('that this version of Routeward does not take any more is offered to nobody', async () => {
    await published(documentNamed(ownId, 1, 'Altered behind our backs'));
    await database.owner`alter table app.template_version disable trigger template_version_moves_on`;
    await database.owner`update app.template_version set document = replace(document, 'disabled', 'password')`;
    await database.owner`alter table app.template_version enable trigger template_version_moves_on`;
    await expect(ask(scene.world.people.operator)).rejects.toEqual(refused('BAD_REQUEST', /no such template/));
    expect((await versions(author).get(named)).faults).not.toEqual([]);
  });
});

test('nobody but a Super Admin works on one', async () => {
  await submitted();
  for (const role of ['admin', 'operator', 'viewer'] as const) {
    const of = versions(scene.world.people[role]);
    for (const tried of [
      () => of.list(),
      () => of.get(named),
      () => of.create({ template: 'own.x' }),
      () => of.submit({ ...named, revision: 1 }),
      () => of.discard({ ...named, revision: 1 }),
    ])
      await expect(tried()).rejects.toEqual(refused('FORBIDDEN', /your role may not do this: template.author/));
  }
});

test('each step leaves its entry, with the digest of what it was about', async () => {
  const digest = digestOfDocument(documentNamed(ownId));
  const context = contextFor(author);
  await createCaller(context).templateVersions.import({ template: ownId, document: documentNamed(ownId) });
  await createCaller(context).templateVersions.submit({ ...named, revision: 1 });
  const reviewing = { ...contextFor(reviewer), origin: context.origin };
  const { revision } = await createCaller(reviewing).templateVersions.publish({ ...named, digest });
  await createCaller(reviewing).templateVersions.retire({ ...named, revision });
  const entries = await entriesOf(database.owner, context.origin.requestId);
  expect(entries.map(({ event, detail }) => [event, detail])).toEqual([
    ['template.imported', { ...named, revision: 1, digest, basedOn: `${ownId} v1` }],
    ['template.submitted', { ...named, revision: 2, digest }],
    ['template.published', { ...named, revision: 3, digest }],
    ['template.retired', { ...named, revision: 4, digest }],
  ]);
});
