import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { OtherVersion, VersionState } from '@/core/templates/versions';
import type { Transaction } from './connection';
import { underRules } from './rule';
import { templateVersion } from './schema/templates';

/* How versions of templates are written, reviewed, published and retired: for Super Admins. The rules are the database's. */

type Db = Transaction['db'];

/** Which version: `own.office-ntp`, 2. */
export interface VersionRef {
  readonly template: string;
  readonly version: number;
}

/** A version as its row tells it. Times are ISO 8601, UTC. */
export interface TemplateVersion extends VersionRef {
  readonly state: VersionState;
  readonly document: string;
  readonly digest: string | null;
  readonly basedOn: string | null;
  readonly revision: number;
  /** The caller wrote some of it, and so does not review it. */
  readonly isAuthor: boolean;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly submittedAt: string | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
  readonly reason: string | null;
  readonly retiredBy: string | null;
  readonly retiredAt: string | null;
}

const columnsFor = (me: Principal) => ({
  template: templateVersion.templateId,
  version: templateVersion.version,
  state: templateVersion.state,
  document: templateVersion.document,
  digest: templateVersion.digest,
  basedOn: templateVersion.basedOn,
  revision: templateVersion.revision,
  isAuthor: sql<boolean>`${me.personId} = any (${templateVersion.authors})`,
  changedAt: templateVersion.changedAt,
  changedBy: templateVersion.changedName,
  submittedAt: templateVersion.submittedAt,
  reviewedBy: templateVersion.reviewedName,
  reviewedAt: templateVersion.reviewedAt,
  reason: templateVersion.reason,
  retiredBy: templateVersion.retiredName,
  retiredAt: templateVersion.retiredAt,
});

const is = ({ template, version }: VersionRef) =>
  and(eq(templateVersion.templateId, template), eq(templateVersion.version, version));

/** All versions of all templates of one's own: by their ids, the newest version first. */
export async function listVersions(db: Db, me: Principal): Promise<TemplateVersion[]> {
  return db
    .select(columnsFor(me))
    .from(templateVersion)
    .orderBy(asc(templateVersion.templateId), desc(templateVersion.version));
}

export async function findVersion(db: Db, me: Principal, ref: VersionRef): Promise<TemplateVersion | undefined> {
  return (await db.select(columnsFor(me)).from(templateVersion).where(is(ref)))[0];
}

/** All versions of one template, the newest first. */
export async function versionsOf(db: Db, template: string): Promise<OtherVersion[]> {
  const { version, state, templateId } = templateVersion;
  return db.select({ version, state }).from(templateVersion).where(eq(templateId, template)).orderBy(desc(version));
}

/** The newest version that was not discarded; of a template of which each was, the newest. */
export async function newestVersion(db: Db, me: Principal, template: string): Promise<TemplateVersion | undefined> {
  const query = db.select(columnsFor(me)).from(templateVersion).where(eq(templateVersion.templateId, template));
  const isDiscarded = sql`${templateVersion.state} = 'discarded'`;
  return (await query.orderBy(isDiscarded, desc(templateVersion.version)).limit(1))[0];
}

const rights = { template_is_authored_by_a_super_admin: 'Your rights have changed meanwhile. Sign in again.' };

const beginningRules = {
  ...rights,
  template_version_at_work_is_one: 'A version of it is a draft or in review already: go on with that one.',
};

/** Begins a draft and returns its number. */
export async function beginVersion(
  db: Db,
  draft: { readonly template: string; readonly document: string; readonly basedOn: string | null },
): Promise<number> {
  // Only the columns that a person may fill: the builder would name them all.
  const [row] = await underRules(beginningRules, () =>
    db.execute<{ version: number }>(sql`
      insert into app.template_version (template_id, document, based_on)
      values (${draft.template}, ${draft.document}, ${draft.basedOn}) returning version`),
  );
  if (row === undefined) throw new Error('a draft was begun and has no number');
  return row.version;
}

const movingRules = {
  ...rights,
  template_version_stays_as_submitted: 'It was submitted: what it says is not altered any more.',
  template_version_only_moves_on: 'Somebody moved it on meanwhile. Look at it again.',
  template_version_reviewer_is_another: 'You wrote some of it: another Super Admin reviews it.',
  template_is_sent_back_with_a_reason: 'Say why it is sent back.',
};

/** What becomes of a version. */
export type Move =
  | { readonly to: 'draft'; readonly document: string }
  | { readonly to: 'inReview'; readonly document: string; readonly digest: string }
  | { readonly to: 'published' | 'retired' | 'discarded' }
  | { readonly to: 'sentBack'; readonly reason: string | null };

/**
 * Moves a version that is still as the caller saw it: in that state, and that revision of it. False where it is not: nothing was
 * changed then.
 */
export async function moveVersion(
  db: Db,
  seen: VersionRef & { readonly state: VersionState; readonly revision: number },
  move: Move,
): Promise<boolean> {
  const moved = await underRules(movingRules, () =>
    db
      .update(templateVersion)
      .set(setBy(move))
      .where(and(is(seen), eq(templateVersion.state, seen.state), eq(templateVersion.revision, seen.revision)))
      .returning({ version: templateVersion.version }),
  );
  return moved.length === 1;
}

function setBy(move: Move) {
  switch (move.to) {
    case 'draft':
      return { state: 'draft', document: move.document } as const;
    case 'inReview':
      return { state: 'inReview', document: move.document, digest: move.digest } as const;
    case 'sentBack':
      return { state: 'draft', reason: move.reason } as const;
    default:
      return { state: move.to } as const;
  }
}
