import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { AuditLog } from '@/ui/audit/audit-log';
import { readAuditFilter } from '@/ui/audit/filter';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const filter = readAuditFilter(await searchParams);
  const { api } = await caller();
  const asked = { ...filter, limit: 100 };
  const page = await api.audit.list(asked);
  return (
    <ConsolePage scope={null} at="/audit" line={restLine('/api/v1/audit', asked)}>
      <AuditLog filter={filter} page={page} />
    </ConsolePage>
  );
}
