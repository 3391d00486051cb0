import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { askedOfRollouts, readRolloutFilter } from '@/ui/rollouts/rollout-filter';
import { RolloutList } from '@/ui/rollouts/rollout-list';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Jobs' };

export default async function AllJobsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const filter = readRolloutFilter(await searchParams);
  const { api } = await caller();
  const page = await api.rollouts.list(askedOfRollouts(filter));
  const { customers } = await readShell();
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={null} at="/jobs" line={restLine('/api/v1/rollouts')}>
      <RolloutList path="/jobs" customer={null} stripes={stripes} filter={filter} page={page} />
    </ConsolePage>
  );
}
