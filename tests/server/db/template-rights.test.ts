import { beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { type VersionState, versionStates } from '@/core/templates/versions';
import { testDatabase } from '../../support/database';
import { documentNamed, makeVersion, ownId } from '../../support/templates';
import { makePerson } from '../../support/world';
import { ChangeBench } from './change-bench';
import { codeOf, openJob, openPerson, openWork } from './ways';

/* What the database itself holds of a template of somebody's own, whoever asks it and with whatever code. */

const bench = new ChangeBench(await testDatabase());
const { owner } = bench.database;
const digest = 'ab'.repeat(32);
const begin = (id = ownId) => `insert into app.template_version (template_id, document) values ('${id}', '{}')`;
const set = (what: string) => `update app.template_version set ${what}`;
const stateOf = async () => String((await owner`select state from app.template_version`)[0]?.state);

let author: Principal;
let reviewer: Principal;

beforeEach(async () => {
  await owner`delete from app.template_version`;
  author = bench.world.people.superAdmin;
  reviewer = await makePerson(owner, 'superAdmin', []);
});

/** Whoever the table's owner says they are: no policy and no grant is in the way, only what the table itself holds. */
async function ruleInNameOf({ personId }: Principal, statement: string): Promise<string | null> {
  try {
    await owner.begin(async (sql) => {
      await sql`select set_config('app.person_id', ${personId}, true)`;
      await sql.unsafe(statement);
    });
    return null;
  } catch (error) {
    // safe: PostgreSQL's own error names its rule.
    return (error as { constraint_name?: string }).constraint_name ?? String(error);
  }
}

const onward: Readonly<Record<VersionState, readonly VersionState[]>> = {
  ...{ draft: ['draft', 'inReview', 'discarded'], inReview: ['draft', 'published'], published: ['retired'] },
  ...{ retired: [], discarded: [] },
};

test.each(versionStates)(
  'from %s a version moves to where it may, and nowhere else, also for the owner',
  async (from) => {
    const allowed: VersionState[] = [];
    for (const to of versionStates) {
      await owner`delete from app.template_version`;
      await makeVersion(owner, { author, reviewer, state: from });
      const isOpen = to === 'draft' || to === 'discarded';
      const more = isOpen ? ", reason = 'x', digest = null" : from === 'draft' ? `, digest = '${digest}'` : '';
      const rule = await ruleInNameOf(reviewer, set(`state = '${to}'${more}`));
      if (rule === null) allowed.push(to);
      else expect(['template_version_only_moves_on', 'template_version_stays_as_submitted']).toContain(rule);
    }
    expect(allowed).toEqual(onward[from]);
  },
);

describe('the rule of two people', () => {
  test('whoever wrote any of it never publishes it: no role, no code, not the owner of the table', async () => {
    await makeVersion(owner, { author });
    expect(await ruleInNameOf(reviewer, set(`document = '{} '`))).toBeNull();
    expect(await ruleInNameOf(author, set(`state = 'inReview', digest = '${digest}'`))).toBeNull();
    for (const who of [author, reviewer])
      expect(await ruleInNameOf(who, set(`state = 'published'`))).toBe('template_version_reviewer_is_another');
    const third = await makePerson(owner, 'superAdmin', []);
    // Who wrote it is not forgotten, and nobody else is named.
    expect(
      await ruleInNameOf(author, set(`state = 'published', authors = '{}', reviewed_by = '${third.personId}'`)),
    ).toBe('template_version_reviewer_is_another');
    expect(await ruleInNameOf(third, set(`state = 'published'`))).toBeNull();
    const [row] = await owner`select reviewed_by as by, authors from app.template_version`;
    expect(row).toEqual({ by: third.personId, authors: [author.personId, reviewer.personId] });
  });

  test('and the constraint holds it once more where no trigger does', async () => {
    await makeVersion(owner, { author, reviewer, state: 'published' });
    await owner`alter table app.template_version disable trigger template_version_moves_on`;
    const rule = await ruleInNameOf(author, set(`reviewed_by = '${author.personId}'`));
    await owner`alter table app.template_version enable trigger template_version_moves_on`;
    expect(rule).toBe('template_version_reviewer_is_another');
  });

  test('who sends it back says why; and only a Super Admin of this moment does any of it', async () => {
    await makeVersion(owner, { author, state: 'inReview' });
    const back = set(`state = 'draft', digest = null`);
    expect(await ruleInNameOf(reviewer, back)).toBe('template_is_sent_back_with_a_reason');
    for (const role of ['admin', 'operator', 'viewer'] as const)
      for (const statement of [back, begin('own.other')])
        expect(await ruleInNameOf(bench.world.people[role], statement)).toBe('template_is_authored_by_a_super_admin');
    await owner`update app.person set disabled_at = now() where id = ${reviewer.personId}`;
    expect(await ruleInNameOf(reviewer, set(`state = 'published'`))).toBe('template_is_authored_by_a_super_admin');
  });
});

describe('what was submitted stays as it was', () => {
  test.each(['inReview', 'published', 'retired'] as const)(
    '%s: its document, its digest and its name',
    async (state) => {
      await makeVersion(owner, { author, reviewer, state });
      for (const what of [
        `document = '{}'`,
        `digest = '${digest}'`,
        'version = 9',
        `template_id = 'own.else'`,
        `based_on = 'x'`,
      ])
        expect([what, await ruleInNameOf(author, set(what))]).toEqual([what, 'template_version_stays_as_submitted']);
      expect(await stateOf()).toBe(state);
    },
  );

  test('what is discarded is kept as it was with its number, and nothing is ever made of it', async () => {
    await makeVersion(owner, { author });
    expect(await ruleInNameOf(author, set(`state = 'discarded', document = '{}'`))).toBe(
      'template_version_stays_as_submitted',
    );
    for (const role of ['admin', 'operator', 'viewer'] as const)
      expect(await ruleInNameOf(bench.world.people[role], set(`state = 'discarded'`))).toBe(
        'template_is_authored_by_a_super_admin',
      );
    expect(await ruleInNameOf(reviewer, set(`state = 'discarded'`))).toBeNull();
    for (const what of [`document = '{}'`, `digest = '${digest}'`, `state = 'draft'`, `state = 'published'`])
      expect(await ruleInNameOf(author, set(what))).toMatch(/^template_version_(?:stays_as_submitted|only_moves_on)$/);
    expect(await ruleInNameOf(author, begin())).toBeNull();
    const rows =
      await owner`select version, state, document, changed_by as by from app.template_version order by version`;
    expect(rows.map(({ version, state }) => [version, state])).toEqual([
      [1, 'discarded'],
      [2, 'draft'],
    ]);
    expect(rows[0]).toMatchObject({ document: documentNamed(ownId), by: reviewer.personId });
  });

  test('nobody deletes one, and what comes beside it is numbered by the database', async () => {
    await makeVersion(owner, { author, reviewer, state: 'published' });
    for (const open of [openPerson(bench.world, 'superAdmin'), openWork(bench.world), openJob])
      expect(await codeOf(bench.app, open, 'delete from app.template_version')).toBe('42501');
    expect(await ruleInNameOf(author, begin())).toBeNull();
    expect(await ruleInNameOf(author, begin())).toBe('template_version_at_work_is_one');
    const rows = await owner`select version, state from app.template_version order by version`;
    expect([...rows]).toEqual([
      { version: 1, state: 'published' },
      { version: 2, state: 'draft' },
    ]);
  });

  test.each(['system.ntp', 'dns.set', 'own', 'own.', 'own.A', 'ownx.a'])('none is called %s', async (id) => {
    expect(await ruleInNameOf(author, begin(id))).toBe('template_version_is_called_own');
  });
});

describe('who sees and writes them', () => {
  test('a draft and what is in review a Super Admin alone; what was published whoever deploys, and the work', async () => {
    const seenBy = async (open: readonly string[]): Promise<number> =>
      bench.app.begin(async (sql) => {
        for (const statement of open) await sql.unsafe(statement);
        return (await sql`select 1 from app.template_version`).length;
      });
    for (const [state, count] of [
      ['draft', 0],
      ['inReview', 0],
      ['published', 1],
      ['retired', 1],
      ['discarded', 0],
    ] as const) {
      await owner`delete from app.template_version`;
      await makeVersion(owner, { author, reviewer, state });
      expect(await seenBy(openPerson(bench.world, 'superAdmin'))).toBe(1);
      for (const open of [
        openPerson(bench.world, 'operator'),
        openPerson(bench.world, 'admin'),
        openWork(bench.world),
        openJob,
      ])
        expect(await seenBy(open)).toBe(count);
      expect(await seenBy(openPerson(bench.world, 'viewer'))).toBe(0);
    }
  });

  test('nobody but a Super Admin begins or moves one, and nobody says who wrote or reviewed it', async () => {
    await makeVersion(owner, { author });
    for (const open of [
      openPerson(bench.world, 'admin'),
      openPerson(bench.world, 'operator'),
      openWork(bench.world),
      openJob,
    ])
      for (const statement of [begin('own.other'), set(`document = '{}'`)])
        expect(await codeOf(bench.app, open, statement)).toBe('42501');
    for (const what of [`authors = '{}'`, 'reviewed_by = null', 'revision = 9', 'version = 2', `changed_name = 'x'`])
      expect([what, await codeOf(bench.app, openPerson(bench.world, 'superAdmin'), set(what))]).toEqual([
        what,
        '42501',
      ]);
  });
});

describe('a rollout is bound to a version', () => {
  const id = '00000000-0000-4000-8000-0000000000d1';
  const ask = (version: number, of = ownId, retryOf = 'null') => `
    insert into app.rollout (id, customer_id, template_id, template_version, wave_size, device_count, is_wide, retry_of, asked_by)
    values (${retryOf === 'null' ? `'${id}'` : 'gen_random_uuid()'}, '${bench.world.customers['acme-corp']}', '${of}', ${version}, 5, 1, false,
      ${retryOf}, '${bench.by('operator')}')`;
  const run = (by: string) => `update app.rollout set state = 'running', authorised_by = '${by}'`;

  test.each(['draft', 'inReview', 'discarded'] as const)(
    'never to one that is %s, nor to one that there is not',
    async (state) => {
      await makeVersion(owner, { author, state });
      for (const statement of [ask(1), ask(2), ask(1, 'own.else')])
        expect(await bench.ruleOfOwner(statement)).toBe('rollout_is_of_a_template_there_is');
    },
  );

  test('that is in force when it is asked for, when it is authorised, and when it goes on', async () => {
    await makeVersion(owner, { author, reviewer, state: 'published' });
    await owner.unsafe(ask(1));
    // It goes by, up to what was previewed of it: the template is not what is in the way.
    const authorise = run(bench.by('superAdmin'));
    expect(await bench.ruleOfOwner(authorise)).toBe('rollout_is_authorised_as_previewed');
    expect(await ruleInNameOf(author, set(`state = 'retired'`))).toBeNull();
    expect(await bench.ruleOfOwner(ask(1).replace(id, id.replace('d1', 'd2')))).toBe('rollout_template_is_retired');
    await owner`alter table app.rollout disable trigger a_rollout_moves_on`;
    expect(await bench.ruleOfOwner(authorise)).toBe('rollout_template_is_retired');
    await owner`alter table app.rollout enable trigger a_rollout_moves_on`;
  });

  test('and what is asked once more of it is asked with that one and no other', async () => {
    await makeVersion(owner, { author, reviewer, state: 'published' });
    await owner.unsafe(ask(1));
    await owner`update app.rollout set state = 'done' where id = ${id}`;
    expect(await bench.ruleOfOwner(ask(1, ownId, `'${id}'`))).toBeNull();
    expect(await bench.ruleOfOwner(ask(2, ownId, `'${id}'`))).toBe('rollout_retries_what_was_made');
  });
});

describe('a change is bound to a version', () => {
  const ask = (version: number, of: string, id = ownId) => `
    insert into app.change (customer_id, device_id, template_id, template_version, template_digest, params_sealed, params_of, asked_by)
    values ('${bench.world.customers['acme-corp']}', '${bench.world.devices['acme-corp'][0]}', '${id}', ${version}, '${of}', '\\x00',
      gen_random_uuid(), '${bench.by('operator')}')`;

  test('that is in force, and to what that one says', async () => {
    const published = await makeVersion(owner, { author, reviewer, state: 'published' });
    expect(await bench.ruleOfOwner(ask(1, published))).toBeNull();
    expect(await bench.ruleOfOwner(ask(1, digest))).toBe('change_is_of_a_template_there_is');
    expect(await bench.ruleOfOwner(ask(2, published))).toBe('change_is_of_a_template_there_is');
    expect(await bench.ruleOfOwner(ask(1, published, 'own.else'))).toBe('change_is_of_a_template_there_is');
    await owner.unsafe(ask(1, published));
    expect(await bench.ruleOfOwner(`update app.change set template_digest = '${digest}'`)).toBe(
      'change_stays_what_was_asked_for',
    );
    expect(await ruleInNameOf(author, set(`state = 'retired'`))).toBeNull();
    expect(await bench.ruleOfOwner(ask(1, published))).toBe('change_template_is_retired');
  });

  test.each(['draft', 'inReview', 'discarded'] as const)('never one that is %s', async (state) => {
    const of = await makeVersion(owner, { author, state, document: documentNamed(ownId) });
    expect(await bench.ruleOfOwner(ask(1, of))).toBe('change_is_of_a_template_there_is');
  });
});
