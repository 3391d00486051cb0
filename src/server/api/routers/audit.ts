import { z } from 'zod';
import { auditExportFormats } from '@/core/audit/exports';
import { withToken } from '@/core/audit/query';
import { auditEvents, outcomes } from '@/core/events';
import { relatedTo } from '@/server/audit/entry';
import { ownExports, stopExport } from '@/server/audit/exports';
import { type AuditPage, searchAudit } from '@/server/audit/search';
import { ask, ExportView, exportView, fetchExport, sendExport, watchExports } from '../audit-exports';
import { filterFor, queryIn } from '../audit-query';
import { AuditSummary, summaryOf } from '../audit-summary';
import { EntryDetail, EntryView, entryDetail, entryViews } from '../audit-views';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { procedure, router } from '../procedure';
import { auditEntry, ownExport, reach } from '../scopes';
import { ExportPiece } from '../session-export';

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

const cursor = z.string().max(512).optional();
/** The query as the page's bar takes it: `outcome:refused event:run.started customer:acme-corp since:24h`. */
const q = z.string().max(2_000).default('');
const as = z.enum(auditExportFormats);

const Page = z.object({
  items: z.array(EntryView),
  /** Where the older ones begin: pass it as `after`. Null at the end; a page may be short, or empty, and go on. */
  next: z.string().nullable(),
  /** Where the newer ones begin: pass it as `before`. Null on the first page. */
  previous: z.string().nullable(),
  /** Facets and histogram, where they were asked for. */
  summary: AuditSummary.nullable(),
});

export const auditRouter = router({
  list: procedure({
    permission: 'audit.read',
    scope: reach,
    audit: 'audit.listed',
    input: {
      q,
      event: z.enum(auditEvents).optional(),
      outcome: z.enum(outcomes).optional(),
      after: cursor,
      before: cursor,
      limit: z.coerce.number().int().min(1).max(500).default(100),
      with: z.enum(['summary']).optional(),
    },
    output: Page,
    rest: { method: 'GET', path: '/audit', summary: 'Audit entries in reach, the newest first' },
  }).query(async ({ ctx: { db, me }, input }) => {
    const read = queryIn(input.q);
    const ofEvent = input.event === undefined ? read : withToken(read, 'event', input.event);
    const query = input.outcome === undefined ? ofEvent : withToken(ofEvent, 'outcome', input.outcome);
    const filter = await filterFor(db, me, query);
    const page: AuditPage = { from: placeIn(input), limit: input.limit };
    const found = await searchAudit(db, me, filter, page);
    return {
      items: await entryViews(db, me, found.entries),
      ...neighbours(page, found),
      summary: input.with === undefined ? null : await summaryOf(db, me, { query, filter }),
    };
  }),

  entry: procedure({
    permission: 'audit.read',
    scope: auditEntry,
    audit: 'audit.entryViewed',
    output: EntryDetail,
    rest: { method: 'GET', path: '/audit/{at}/{entry}', summary: 'One audit entry, with all that checks it' },
  }).query(async ({ ctx: { db, me, entry } }) => entryDetail(db, me, entry, await relatedTo(db, me, entry))),

  export: procedure({
    permission: 'audit.read',
    scope: reach,
    audit: 'audit.exportAsked',
    input: { q, as },
    output: ExportPiece,
  }).subscription(({ ctx, input, signal }) => sendExport(ctx, input, signal)),

  askExport: procedure({
    permission: 'audit.read',
    scope: reach,
    audit: 'audit.exportAsked',
    input: { q, as },
    output: ExportView,
    rest: { method: 'POST', path: '/audit/exports', summary: 'Ask for a large export of the audit log' },
  }).mutation(({ ctx: { db, me, origin, tell }, input }) =>
    ask(db, me, { ...input, requestId: origin.requestId, tell }),
  ),

  exports: procedure({
    permission: 'audit.read',
    scope: reach,
    audit: 'audit.exportsListed',
    output: z.object({ items: z.array(ExportView) }),
    rest: { method: 'GET', path: '/audit/exports', summary: 'The own exports of the audit log' },
  }).query(async ({ ctx: { db, me } }) => ({ items: (await ownExports(db, me)).map(exportView) })),

  watchExports: procedure({
    permission: 'audit.read',
    scope: reach,
    audit: 'audit.exportsWatched',
    output: z.object({ items: z.array(ExportView) }),
  }).subscription(({ ctx, signal }) => watchExports(ctx, signal)),

  stopExport: procedure({
    permission: 'audit.read',
    scope: ownExport,
    audit: 'audit.exportStopped',
    output: z.object({}),
    rest: { method: 'DELETE', path: '/audit/exports/{export}', summary: 'Stop an export' },
  }).mutation(async ({ ctx: { db, me, asked } }) => {
    await stopExport(db, me, asked.id);
    return {};
  }),

  fetchExport: procedure({
    permission: 'audit.read',
    scope: ownExport,
    audit: 'audit.exportFetched',
    output: ExportPiece,
  }).subscription(({ ctx, signal }) => fetchExport(ctx, signal)),
});

function placeIn({ after, before }: { after?: string | undefined; before?: string | undefined }): AuditPage['from'] {
  if (before !== undefined) return { direction: 'newer', place: decodeCursor(Cursor, before) };
  return after === undefined ? null : { direction: 'older', place: decodeCursor(Cursor, after) };
}

/** Whoever came from one side may go back there: what lies there is known to exist. */
function neighbours({ from }: AuditPage, { entries, further }: Awaited<ReturnType<typeof searchAudit>>) {
  const on = further && encodeCursor({ at: further.at, id: further.id });
  const edge = (place: (typeof entries)[number] | undefined) => {
    const at = place ?? from?.place;
    return at === undefined ? null : encodeCursor({ at: at.at, id: at.id });
  };
  if (from?.direction === 'newer') return { next: edge(entries.at(-1)), previous: on };
  return { next: on, previous: from === null ? null : edge(entries[0]) };
}
