import { z } from 'zod';
import type { Principal } from '@/core/access';
import { areaNames } from '@/core/actions/define';
import { digestInShort } from '@/core/change/change';
import { AppError } from '@/core/errors';
import {
  type Movable,
  whyNotDiscard,
  whyNotPublish,
  whyNotRetire,
  whyNotSave,
  whyNotSendBack,
  whyNotSubmit,
} from '@/core/templates/decide';
import type { Fault } from '@/core/templates/document/json';
import { placeOf } from '@/core/templates/document/json';
import { ownId } from '@/core/templates/document/own-id';
import { longestDocument, type ReadDocument, readDocument, toldFault } from '@/core/templates/document/read';
import { toldTemplateLine } from '@/core/templates/told-template';
import { versionStates } from '@/core/templates/versions';
import type { Transaction } from '@/server/db/connection';
import { findVersion, type TemplateVersion, type VersionRef, versionsOf } from '@/server/db/template-versions';
import { templateDigest } from '@/server/db/templates';

type Db = Transaction['db'];

export const OwnId = z.string().max(64).regex(ownId, 'own. and lower-case words behind it, as in own.office-ntp');
export const Version = z.coerce.number().int().min(1).max(100_000);
export const Document = z.string().max(longestDocument, `at most ${longestDocument} characters`);

/** A version in a list. Times are ISO 8601, UTC. */
export const VersionLine = z.object({
  template: z.string(),
  version: z.int(),
  state: z.enum(versionStates),
  /** Of a draft that is wrong it may be its id. */
  title: z.string(),
  area: z.enum(areaNames).nullable(),
  tier: z.enum(['W1', 'W2', 'W3']).nullable(),
  /** SHA-256 of what it says, 64 hex digits: from when it was submitted. */
  digest: z.string().nullable(),
  basedOn: z.string().nullable(),
  /** Counts each time it is saved or moved. */
  revision: z.int(),
  isAuthor: z.boolean(),
  changedAt: z.string(),
  changedBy: z.string(),
});

/** A version whole, with what is wrong with it and what the caller may do with it. */
export const VersionView = VersionLine.extend({
  document: z.string(),
  shortDigest: z.string().nullable(),
  /** In which line of the document, and of which part. */
  faults: z.array(z.object({ line: z.int(), place: z.string(), message: z.string() })).readonly(),
  submittedAt: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  /** Why it was sent back, as it was typed. */
  reason: z.string().nullable(),
  retiredBy: z.string().nullable(),
  retiredAt: z.string().nullable(),
  /** The other versions of the same template, the newest first. */
  others: z.array(z.object({ version: z.int(), state: z.enum(versionStates) })).readonly(),
  /** Why the caller may not do this; null: they may. */
  whyNot: z.object({
    save: z.string().nullable(),
    submit: z.string().nullable(),
    publish: z.string().nullable(),
    sendBack: z.string().nullable(),
    retire: z.string().nullable(),
    discard: z.string().nullable(),
  }),
});

/** What a version says as it is saved. */
export const readVersion = ({ template: id, version, document }: TemplateVersion): ReadDocument =>
  readDocument(document, { id, version });

export const movable = (of: TemplateVersion): Movable => {
  const read = readVersion(of);
  return { ...of, faults: 'faults' in read ? read.faults.length : 0 };
};

export function versionLineOf(of: TemplateVersion): z.input<typeof VersionLine> {
  const { template, version, state, digest, basedOn, revision, isAuthor, changedAt, changedBy } = of;
  const read = readVersion(of);
  const told = 'template' in read ? toldTemplateLine(read.template) : null;
  return {
    ...{ template, version, state, digest, basedOn, revision, isAuthor, changedAt, changedBy },
    ...{ title: told?.title ?? template, area: told?.area ?? null, tier: told?.tier ?? null },
  };
}

const faultView = ({ line, path, message }: Fault) => ({ line, place: placeOf(path), message });

export async function versionViewOf(db: Db, of: TemplateVersion): Promise<z.input<typeof VersionView>> {
  const { document, digest, submittedAt, reviewedBy, reviewedAt, reason, retiredBy, retiredAt } = of;
  const read = readVersion(of);
  const moving = movable(of);
  return {
    ...versionLineOf(of),
    ...{ document, shortDigest: digest && digestInShort(digest) },
    faults: 'faults' in read ? read.faults.map(faultView) : [],
    ...{ submittedAt, reviewedBy, reviewedAt, reason, retiredBy, retiredAt },
    others: (await versionsOf(db, of.template)).filter(({ version }) => version !== of.version),
    whyNot: {
      save: whyNotSave(moving)?.message ?? null,
      submit: whyNotSubmit(moving)?.message ?? null,
      publish: whyNotPublish(moving)?.message ?? null,
      sendBack: whyNotSendBack(moving)?.message ?? null,
      retire: whyNotRetire(moving)?.message ?? null,
      discard: whyNotDiscard(moving)?.message ?? null,
    },
  };
}

/** Throws `notFound`. */
export async function versionNamed(db: Db, me: Principal, ref: VersionRef): Promise<TemplateVersion> {
  const found = await findVersion(db, me, ref);
  if (found === undefined) throw new AppError('notFound', 'no such version of a template');
  return found;
}

/** What an entry of the audit tells of a version: which one, and the digest of what it says; null where it says nothing right yet. */
export function traced(of: TemplateVersion) {
  const { template, version, revision } = of;
  const read = readVersion(of);
  return { template, version, revision, digest: 'template' in read ? templateDigest(read.template) : null };
}

/** The template that a version says. Throws `invalid` with each thing that is wrong, and where. */
export function rightTemplate(read: ReadDocument) {
  if ('faults' in read) throw new AppError('invalid', read.faults.map(toldFault).join('; '));
  return read.template;
}
