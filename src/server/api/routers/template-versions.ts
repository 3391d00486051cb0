import { z } from 'zod';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import { whyNotDiscard, whyNotSave } from '@/core/templates/decide';
import { documentOf, emptyDocument, readDocument } from '@/core/templates/document/read';
import { isTemplateId, templateOf } from '@/core/templates/library';
import type { Transaction } from '@/server/db/connection';
import { beginVersion, listVersions, newestVersion, versionsOf } from '@/server/db/template-versions';
import { asSeen, moved, named, seen } from '../moved-version';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';
import {
  Document,
  OwnId,
  readVersion,
  rightTemplate,
  traced,
  VersionLine,
  VersionView,
  versionLineOf,
  versionNamed,
  versionViewOf,
} from '../version-views';
import { templateReviews } from './template-reviews';
import { templateTrials } from './template-trials';

type Db = Transaction['db'];

/** Numbers count on, also behind what was discarded. */
const nextVersion = async (db: Db, id: string): Promise<number> => ((await versionsOf(db, id))[0]?.version ?? 0) + 1;

/** The document that a draft begins with, whose it is, and what it is a copy of. */
async function beginning(db: Db, me: Principal, id: string, from: string | undefined) {
  const [version, newest] = [await nextVersion(db, id), await newestVersion(db, me, id)];
  if (from === undefined) {
    if (newest !== undefined && newest.state !== 'discarded')
      throw new AppError('conflict', `There is a template ${id} already: copy it for a new version.`);
    return { document: emptyDocument(id, version), basedOn: null };
  }
  if (isTemplateId(from)) {
    const source = templateOf(from);
    if (source.isDirect === true) throw new AppError('invalid', 'from: a write action is no template');
    return { document: documentOf({ ...source, id, version }), basedOn: `${from} v${source.version}` };
  }
  const source = from === id ? newest : await newestVersion(db, me, from);
  if (source === undefined) throw new AppError('invalid', 'from: no such template');
  const template = rightTemplate(readVersion(source));
  return { document: documentOf({ ...template, id, version }), basedOn: `${from} v${source.version}` };
}

/** Templates of a Super Admin's own, version by version: written, reviewed by another, published, retired. */
export const templateVersionsRouter = router({
  list: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.versionsListed',
    output: z.object({ items: z.array(VersionLine) }),
    rest: { method: 'GET', path: '/template-versions', summary: 'All versions of templates of one’s own' },
  }).query(async ({ ctx: { db, me } }) => ({ items: (await listVersions(db, me)).map(versionLineOf) })),

  get: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.versionViewed',
    input: named,
    output: VersionView,
    rest: {
      method: 'GET',
      path: '/template-versions/{template}/{version}',
      summary: 'One version, with its document and what is wrong with it',
    },
  }).query(async ({ ctx: { db, me }, input }) => versionViewOf(db, await versionNamed(db, me, input))),

  create: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.begun',
    input: {
      template: OwnId,
      /** What it begins as a copy of: a template of the library or of one’s own; for a new version the same one. */
      from: z.string().max(64).optional(),
    },
    output: VersionView,
    rest: { method: 'POST', path: '/template-versions', summary: 'Begin a draft, empty or as a copy' },
  }).mutation(async ({ ctx: { db, me, tell }, input: { template, from } }) => {
    const version = await beginVersion(db, { template, ...(await beginning(db, me, template, from)) });
    const made = await versionNamed(db, me, { template, version });
    tell({ ...traced(made), basedOn: made.basedOn });
    return versionViewOf(db, made);
  }),

  import: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.imported',
    input: {
      /** How it is called here, whatever the document says. */
      template: OwnId,
      document: Document,
    },
    output: VersionView,
    rest: { method: 'POST', path: '/template-versions/import', summary: 'Begin a draft with a document' },
  }).mutation(async ({ ctx: { db, me, tell }, input: { template, document } }) => {
    const read = rightTemplate(readDocument(document));
    const own = documentOf({ ...read, id: template, version: await nextVersion(db, template) });
    const version = await beginVersion(db, { template, document: own, basedOn: `${read.id} v${read.version}` });
    const made = await versionNamed(db, me, { template, version });
    tell({ ...traced(made), basedOn: made.basedOn });
    return versionViewOf(db, made);
  }),

  save: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.saved',
    input: { ...seen, document: Document },
    output: VersionView,
    rest: { method: 'PATCH', path: '/template-versions/{template}/{version}', summary: 'Save a draft, right or wrong' },
  }).mutation(async ({ ctx: { db, me, tell }, input }) => {
    const found = await asSeen(db, me, input);
    const hindrance = whyNotSave(found);
    if (hindrance !== null) throw hindrance;
    const now = await moved(db, me, found, { to: 'draft', document: input.document });
    tell(traced(now));
    return versionViewOf(db, now);
  }),

  discard: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.discarded',
    input: seen,
    output: VersionView,
    rest: {
      method: 'POST',
      path: '/template-versions/{template}/{version}/discard',
      summary: 'Discard a draft: it is kept as it is, and nothing comes of it any more',
    },
  }).mutation(async ({ ctx: { db, me, tell }, input }) => {
    const found = await asSeen(db, me, input);
    const hindrance = whyNotDiscard(found);
    if (hindrance !== null) throw hindrance;
    const now = await moved(db, me, found, { to: 'discarded' });
    tell(traced(now));
    return versionViewOf(db, now);
  }),

  ...templateReviews,
  ...templateTrials,

  export: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.exported',
    input: named,
    output: z.object({ name: z.string(), document: z.string(), digest: z.string().nullable() }),
    rest: {
      method: 'GET',
      path: '/template-versions/{template}/{version}/document',
      summary: 'The document of a version, to be kept as a file',
    },
  }).query(async ({ ctx: { db, me }, input }) => {
    const { template, version, document, digest } = await versionNamed(db, me, input);
    return { name: `${template}-v${version}.json`, document, digest };
  }),
});
