import { randomUUID } from 'node:crypto';
import type { Principal } from '@/core/access';
import { documentOf, readDocument } from '@/core/templates/document/read';
import { templateOf } from '@/core/templates/library';
import type { VersionState } from '@/core/templates/versions';
import type { Sql } from '@/server/db/connection';
import { templateDigest } from '@/server/db/templates';

/** A template of somebody's own that suspends a subscriber as the library's does. */
export const ownId = 'own.suspend-here';

export const documentNamed = (id: string, version = 1, title = 'Suspend here'): string =>
  documentOf({ ...templateOf('subscriber.suspend'), id, version, title });

/** Another: of the clock, which goes to many devices. */
export const clockId = 'own.clock-here';
export const clockDocument = (version = 1, title = 'Set our clock'): string =>
  documentOf({ ...templateOf('system.ntp'), id: clockId, version, title });

export function digestOfDocument(document: string): string {
  const read = readDocument(document);
  if ('faults' in read) throw new Error('a document of the tests is right');
  return templateDigest(read.template);
}

/** As somebody works on it: in the name of this person, so that the database signs for them. */
const inNameOf = (owner: Sql, { personId }: Principal, statement: (sql: Sql) => Promise<unknown>): Promise<unknown> =>
  owner.begin(async (sql) => {
    await sql`select set_config('app.person_id', ${personId}, true)`;
    // safe: a transaction says the same sentences as a connection.
    await statement(sql as unknown as Sql);
  });

interface Wanted {
  readonly author: Principal;
  /** Needed for what is published or retired. */
  readonly reviewer?: Principal;
  readonly state?: VersionState;
  readonly id?: string;
  readonly document?: string;
}

/** A first version in that state, brought there as it gets there in life. Returns its digest. */
export async function makeVersion(owner: Sql, { author, reviewer, state = 'draft', id = ownId, document }: Wanted) {
  const text = document ?? documentNamed(id);
  const digest = digestOfDocument(text);
  const at = (sql: Sql) => sql`template_id = ${id} and state <> 'retired'`;
  await inNameOf(
    owner,
    author,
    (sql) => sql`insert into app.template_version (template_id, document) values (${id}, ${text})`,
  );
  if (state === 'draft') return digest;
  if (state === 'discarded') {
    await inNameOf(owner, author, (sql) => sql`update app.template_version set state = 'discarded' where ${at(sql)}`);
    return digest;
  }
  await inNameOf(
    owner,
    author,
    (sql) => sql`update app.template_version set state = 'inReview', digest = ${digest} where ${at(sql)}`,
  );
  if (state === 'inReview') return digest;
  if (reviewer === undefined) throw new Error('somebody else reviews it');
  for (const to of state === 'published' ? ['published'] : ['published', 'retired'])
    await inNameOf(owner, reviewer, (sql) => sql`update app.template_version set state = ${to} where ${at(sql)}`);
  return digest;
}

/** A trial that this Super Admin asked for, and that is over. */
export async function trialOf(owner: Sql, by: Principal): Promise<string> {
  const id = randomUUID();
  await inNameOf(
    owner,
    by,
    (sql) => sql`insert into app.template_trial (id, person_id, document, values, router_os)
      values (${id}, ${by.personId}, '{}', '{}', '7.24')`,
  );
  const outcome = {
    previewed: null,
    preview: null,
    made: null,
    again: null,
    undone: null,
    isAsBefore: null,
    said: [],
    fault: null,
  };
  await owner`update app.template_trial set state = 'ended', outcome = ${JSON.stringify(outcome)}::jsonb, ended_at = now() where id = ${id}`;
  return id;
}
