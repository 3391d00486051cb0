import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { BulkList } from '@/ui/bulk/bulk-list';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../../console-page';

interface CustomerBulkRunsProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<{ readonly after?: string }>;
}

export const metadata: Metadata = { title: 'Bulk runs' };

export default async function CustomerBulkRunsPage({ params, searchParams }: CustomerBulkRunsProps) {
  const { customer } = await params;
  const { after } = await searchParams;
  const { me, api } = await caller();
  const asked = { customer, limit: 25, ...(after === undefined ? {} : { after }) };
  const page = await api.bulkRuns.list(asked);
  return (
    <ConsolePage scope={customer} at="/bulk" line={restLine('/api/v1/bulk-runs', asked)}>
      <BulkList
        path={`/customers/${customer}/bulk`}
        customer={customer}
        stripes={{}}
        role={me.role}
        page={page}
        after={after}
      />
    </ConsolePage>
  );
}
