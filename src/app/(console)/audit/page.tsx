import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { AuditLog } from '@/ui/audit/audit-log';
import { readAuditAddress, readQuery } from '@/ui/audit/filter';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const address = readAuditAddress(params);
  const read = readQuery(address.q);
  const { api } = await caller();
  const asked = { ...(address.q ? { q: address.q } : {}), after: address.after, before: address.before, limit: 100 };
  // A query that cannot be read is put right on the page; nobody is refused for a slip of the pen.
  const page = read.fault === null ? await api.audit.list({ ...asked, with: 'summary' }) : null;
  const entry = typeof params.entry === 'string' && params.entry.includes('~') ? params.entry : null;
  return (
    <ConsolePage scope={null} at="/audit" line={restLine('/api/v1/audit', asked)}>
      <AuditLog address={address} read={read} page={page} entry={entry} />
    </ConsolePage>
  );
}
