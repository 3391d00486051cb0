import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { RolloutList } from '@/ui/rollouts/rollout-list';
import { ConsolePage } from '../../../console-page';

interface CustomerJobsProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Jobs' };

export default async function CustomerJobsPage({ params, searchParams }: CustomerJobsProps) {
  const { customer } = await params;
  const { before: given } = await searchParams;
  const before = typeof given === 'string' ? given : undefined;
  const { api } = await caller();
  const page = await api.rollouts.list({ customer, ...(before === undefined ? {} : { before }) });
  return (
    <ConsolePage scope={customer} at="/jobs" line={restLine('/api/v1/rollouts', { customer })}>
      <RolloutList path={`/customers/${customer}/jobs`} customer={customer} stripes={{}} page={page} before={before} />
    </ConsolePage>
  );
}
