import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { caller } from '@/server/api/caller';
import { BulkPage } from '@/ui/bulk/bulk-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../../../console-page';

interface OneBulkRunPageProps {
  readonly params: Promise<{ readonly customer: string; readonly bulk: string }>;
}

export const metadata: Metadata = { title: 'Bulk run' };

export default async function OneBulkRunPage({ params }: OneBulkRunPageProps) {
  const { customer, bulk } = await params;
  const { me, api } = await caller();
  const page = await api.bulkRuns.get({ bulkRun: bulk });
  // Its address names its customer; under another one there is no such thing.
  if (page.bulkRun.customer !== customer) notFound();
  return (
    <ConsolePage scope={customer} at="/bulk" line={restLine(`/api/v1/bulk-runs/${page.bulkRun.id}`)}>
      <BulkPage key={page.bulkRun.id} page={page} role={me.role} renderedAt={new Date().toISOString()} />
    </ConsolePage>
  );
}
