import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { askedOfRollouts, readRolloutFilter } from '@/ui/rollouts/rollout-filter';
import { RolloutList } from '@/ui/rollouts/rollout-list';
import { ConsolePage } from '../../../console-page';

interface CustomerJobsProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Jobs' };

export default async function CustomerJobsPage({ params, searchParams }: CustomerJobsProps) {
  const { customer } = await params;
  const filter = readRolloutFilter(await searchParams);
  const { api } = await caller();
  const page = await api.rollouts.list({ customer, ...askedOfRollouts(filter) });
  return (
    <ConsolePage scope={customer} at="/jobs" line={restLine('/api/v1/rollouts', { customer })}>
      <RolloutList path={`/customers/${customer}/jobs`} customer={customer} stripes={{}} filter={filter} page={page} />
    </ConsolePage>
  );
}
