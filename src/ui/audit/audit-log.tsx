import { number } from '@/core/shown/format';
import { Link } from '../link';
import type { AuditPage } from '../live/views';
import { EntryList } from './entry-list';
import { ExportButtons } from './export-buttons';
import { Facets } from './facets';
import { type AuditAddress, auditAddress, type ReadQuery } from './filter';
import { Histogram } from './histogram';
import { QueryBar } from './query-bar';
import { queryWords } from './words';

interface AuditLogProps {
  readonly address: AuditAddress;
  readonly read: ReadQuery;
  /** Null where the query could not be read: nothing was asked. */
  readonly page: AuditPage | null;
  /** The entry that the address names, `at~id`. */
  readonly entry: string | null;
}

export function AuditLog({ address, read, page, entry }: AuditLogProps) {
  const { query, fault } = read;
  const summary = page?.summary ?? null;
  return (
    <div className="audit">
      <aside className="audit-facets facets" aria-label="Filters">
        {query === null ? null : <Facets query={query} summary={summary} />}
      </aside>
      <div className="flex min-h-0 min-w-0 flex-col">
        <div className="audit-head">
          <h1>Audit log</h1>
          <p className="audit-words text-ink-2">{query === null ? 'not searched' : queryWords(query)}</p>
          {query === null || page === null ? null : (
            <ExportButtons q={address.q} found={summary === null || summary.isPart ? null : summary.of} />
          )}
        </div>
        {query !== null && summary !== null ? (
          <Histogram
            key={`${address.q} ${summary.histogram.from} ${summary.histogram.widthMs}`}
            query={query}
            histogram={summary.histogram}
          />
        ) : null}
        <QueryBar query={query} text={address.q} fault={fault} />
        {query === null ? null : (
          <details className="desk:hidden border-t border-rule bg-surface px-4">
            <summary className="py-3 font-medium leading-5">Filters</summary>
            <div className="facets -mx-4 pb-3">
              <Facets query={query} summary={summary} />
            </div>
          </details>
        )}
        {page === null ? null : <Entries address={address} page={page} entry={entry} />}
      </div>
    </div>
  );
}

function Entries({
  address,
  page,
  entry,
}: {
  readonly address: AuditAddress;
  readonly page: AuditPage;
  readonly entry: string | null;
}) {
  const { items, next, previous } = page;
  const { q } = address;
  return (
    <>
      {items.length > 0 || entry !== null ? (
        <EntryList key={auditAddress(address)} entries={items} open={entry} />
      ) : (
        <p className="border-t border-rule bg-surface px-4 py-6">
          {next === null ? 'No entry here. ' : 'No entry among those looked through so far. '}
          {next === null ? (
            <Link href="/audit">Show every entry</Link>
          ) : (
            <Link href={auditAddress({ q, after: next })}>Look on, older</Link>
          )}
        </p>
      )}
      {next !== null || previous !== null ? (
        <div className="pager">
          <span>{number(items.length)} shown, the newest first</span>
          {previous !== null ? (
            <>
              <Link className="button" href={auditAddress({ q })}>
                Newest
              </Link>
              <Link className="button" href={auditAddress({ q, before: previous })}>
                Newer
              </Link>
            </>
          ) : null}
          {next ? (
            <Link className="button" href={auditAddress({ q, after: next })}>
              {items.length >= 100 ? 'Next 100, older' : 'Older'}
            </Link>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
