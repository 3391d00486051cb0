import { millisecond } from '@/core/shown/format';
import { Link } from '../link';
import type { AuditEntryDetail } from '../live/views';
import { EntryDetail } from './entry-detail';
import { auditAddress } from './filter';

/** One entry by itself: where a link to it leads. */
export function EntryPage({ entry }: { readonly entry: AuditEntryDetail }) {
  const after = new Date(Date.parse(entry.at) + 60_000).toISOString().slice(0, 19);
  return (
    <div className="entry-page">
      <div className="audit-head">
        <h1>Audit entry</h1>
        <p className="text-ink-2 mono">{millisecond(entry.at)} UTC</p>
        <Link className="button" href={auditAddress({ q: `until:${after}` })}>
          The log around it
        </Link>
      </div>
      <EntryDetail entry={entry} />
    </div>
  );
}
