import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { BulkList } from '@/ui/bulk/bulk-list';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';

interface BulkRunsProps {
  readonly searchParams: Promise<{ readonly after?: string }>;
}

export const metadata: Metadata = { title: 'Bulk runs' };

export default async function BulkRunsPage({ searchParams }: BulkRunsProps) {
  const { after } = await searchParams;
  const { me, api } = await caller();
  const asked = { limit: 25, ...(after === undefined ? {} : { after }) };
  const page = await api.bulkRuns.listAll(asked);
  const { customers } = await readShell();
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={null} at="/bulk" line={restLine('/api/v1/bulk-runs/all', asked)}>
      <BulkList path="/bulk" customer={null} stripes={stripes} role={me.role} page={page} after={after} />
    </ConsolePage>
  );
}
