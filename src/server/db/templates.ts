import { createHash } from 'node:crypto';
import { and, asc, desc, eq } from 'drizzle-orm';
import { templateText } from '@/core/change/basis';
import type { Template } from '@/core/templates/define';
import { isOwnId } from '@/core/templates/document/own-id';
import { readDocument } from '@/core/templates/document/read';
import { isTemplateId, templateOf } from '@/core/templates/library';
import type { Transaction } from './connection';
import { templateVersion } from './schema/templates';

/* By which templates changes are made: the library's, and those of somebody's own that were published. */

type Db = Transaction['db'];

/** SHA-256 of what a template says, 64 hex digits: kept with every change that is made by it. */
export const templateDigest = (template: Template): string =>
  createHash('sha256').update(templateText(template), 'utf8').digest('hex');

/** What was read before, by its digest: a page of changes asks for the same few again and again. */
const known = new Map<string, Template>();
const mostKnown = 100;

/** Null where it is not what was published, or not what this version of Routeward takes. */
function templateIn(document: string, digest: string | null): Template | null {
  if (digest === null) return null;
  const found = known.get(digest);
  if (found !== undefined) return found;
  const read = readDocument(document);
  if ('faults' in read || templateDigest(read.template) !== digest) return null;
  if (known.size >= mostKnown) known.clear();
  known.set(digest, read.template);
  return read.template;
}

const columns = { document: templateVersion.document, digest: templateVersion.digest };

/** What may be deployed beside the library, by their ids. */
export async function publishedTemplates(db: Db): Promise<Template[]> {
  const rows = await db
    .select(columns)
    .from(templateVersion)
    .where(eq(templateVersion.state, 'published'))
    .orderBy(asc(templateVersion.templateId));
  return rows.flatMap(({ document, digest }) => templateIn(document, digest) ?? []);
}

/** By what a change of that name is asked for at this moment; null: there is none. */
export async function templateInForce(db: Db, id: string): Promise<Template | null> {
  if (isTemplateId(id)) return templateOf(id);
  if (!isOwnId(id)) return null;
  const [row] = await db
    .select(columns)
    .from(templateVersion)
    .where(and(eq(templateVersion.templateId, id), eq(templateVersion.state, 'published')));
  return row === undefined ? null : templateIn(row.document, row.digest);
}

/** A version that changes may be bound to. */
export interface BoundTemplate {
  readonly template: Template;
  /** No new change is made by it, and none that was authorised. */
  readonly isRetired: boolean;
}

/** Exactly that version, retired or not; null: there is no such one any more. */
export async function templateAt(db: Db, id: string, version: number): Promise<BoundTemplate | null> {
  if (isTemplateId(id)) {
    const template = templateOf(id);
    return template.version === version ? { template, isRetired: false } : null;
  }
  if (!isOwnId(id)) return null;
  const [row] = await db
    .select({ ...columns, state: templateVersion.state })
    .from(templateVersion)
    .where(and(eq(templateVersion.templateId, id), eq(templateVersion.version, version)));
  const template = row === undefined ? null : templateIn(row.document, row.digest);
  return template === null ? null : { template, isRetired: row?.state === 'retired' };
}

/**
 * What a change was made by, to tell of it and to take it back; null: it is not known any more. Of the library there is one version
 * at a time, which tells of older ones too; of one's own it is that version and no other, for another may have other secrets.
 */
export async function templateBehind(db: Db, id: string, version: number): Promise<Template | null> {
  return isTemplateId(id) ? templateOf(id) : ((await templateAt(db, id, version))?.template ?? null);
}

/** How a template is called in words, by the newest version that was ever published; its id where it is not known. */
export async function templateTitle(db: Db, id: string): Promise<string> {
  if (isTemplateId(id)) return templateOf(id).title;
  if (!isOwnId(id)) return id;
  const [row] = await db
    .select(columns)
    .from(templateVersion)
    .where(eq(templateVersion.templateId, id))
    .orderBy(desc(templateVersion.version))
    .limit(1);
  return (row && templateIn(row.document, row.digest)?.title) ?? id;
}
