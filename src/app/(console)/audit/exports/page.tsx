import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { ExportList } from '@/ui/audit/export-list';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../console-page';

export const metadata: Metadata = { title: 'Exports of the audit log' };

export default async function AuditExportsPage() {
  const { api } = await caller();
  const { items } = await api.audit.exports();
  return (
    <ConsolePage scope={null} at="/audit" line={restLine('/api/v1/audit/exports')}>
      <ExportList items={items} />
    </ConsolePage>
  );
}
