import type { Role } from '@/core/access';
import { eventTitle, type Outcome } from '@/core/events';
import { millisecond, number, roleTitle } from '@/core/shown/format';
import { CopyId } from '../controls/copy-id';
import { Link } from '../link';
import { Facets } from './facets';
import { type AuditFilter, auditAddress } from './filter';

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** `kind` is person, stranger, runner, job or console; `role` is a person's at that time. */
  readonly actor: { readonly kind: string; readonly name: string | null; readonly role: Role | null };
  readonly event: string;
  readonly outcome: Outcome;
  readonly target: string | null;
  /** Why it was refused or failed. */
  readonly reason: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

interface AuditLogProps {
  readonly filter: AuditFilter;
  readonly page: { readonly items: readonly AuditEntry[]; readonly next: string | null };
}

export function AuditLog({ filter, page }: AuditLogProps) {
  const narrowed = [filter.outcome, filter.event].filter((word) => word !== undefined);
  return (
    <div className="audit">
      <aside className="audit-facets facets" aria-label="Filters">
        <Facets filter={filter} />
      </aside>
      <div className="flex min-h-0 min-w-0 flex-col">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3.5">
          <h1>Audit log</h1>
          <p className="text-ink-2">{narrowed.length > 0 ? narrowed.join(', ') : 'every outcome, every event'}</p>
        </div>
        <details className="desk:hidden border-t border-rule bg-surface px-4">
          <summary className="py-3 font-medium leading-5">Filters</summary>
          <div className="facets -mx-4 pb-3">
            <Facets filter={filter} />
          </div>
        </details>
        {page.items.length > 0 ? (
          <EntryTable entries={page.items} />
        ) : (
          <p className="border-t border-rule bg-surface px-4 py-6">
            No entry here. <Link href="/audit">Show every entry</Link>
          </p>
        )}
        {page.next !== null || filter.after ? (
          <div className="pager">
            <span>{number(page.items.length)} shown, the newest first</span>
            {filter.after ? (
              <Link className="button" href={auditAddress(withoutCursor(filter))}>
                Newest
              </Link>
            ) : null}
            {page.next ? (
              <Link className="button" href={auditAddress({ ...filter, after: page.next })}>
                Next 100, older
              </Link>
            ) : null}
          </div>
        ) : null}
      </div>
    </div>
  );
}

function withoutCursor({ after: _, ...filter }: AuditFilter): AuditFilter {
  return filter;
}

/** A target without a name is named by its id; eight characters tell it from the others in a row. */
const shortened = (target: string): string => target.replace(/\b([0-9a-f]{8})-[0-9a-f-]{27}$/, '$1…');

function EntryTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" tabIndex={0} aria-label="Audit entries">
      <table className="table table-audit">
        <caption className="sr-only">Audit entries, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time, UTC</th>
            <th scope="col">Actor</th>
            <th scope="col">Event</th>
            <th scope="col">Target</th>
            <th scope="col">Outcome</th>
            <th scope="col">From</th>
            <th scope="col">Request</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function EntryRow({ entry }: { readonly entry: AuditEntry }) {
  const { at, actor, event, outcome, target, reason, address, requestId } = entry;
  const bad = outcome === 'refused' || outcome === 'failed' || outcome === 'unknown';
  return (
    <tr {...(bad ? { 'data-refused': '' } : {})}>
      <td className="cell-at mono">
        <time dateTime={at}>{millisecond(at)}</time>
      </td>
      <td className="cell-actor">
        {actor.name ?? actor.kind} {actor.role ? <span className="text-ink-3">{roleTitle(actor.role)}</span> : null}
      </td>
      <td className="cell-event">
        {eventTitle(event)} {reason ? <span className="text-ink-3">{reason}</span> : null}
      </td>
      <td className="cell-target">{target ? shortened(target) : <span className="text-ink-3">—</span>}</td>
      <td className="cell-outcome">
        <span className={bad ? 'badge badge-fail' : 'badge'}>{outcome}</span>
      </td>
      <td className="cell-from mono">{address ?? '—'}</td>
      <td className="cell-request mono">{requestId ? <CopyId id={requestId} what="the request id" /> : '—'}</td>
    </tr>
  );
}
