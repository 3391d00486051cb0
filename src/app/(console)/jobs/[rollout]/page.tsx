import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { RolloutPage } from '@/ui/rollouts/rollout-page';
import { ConsolePage } from '../../console-page';

interface OneJobPageProps {
  readonly params: Promise<{ readonly rollout: string }>;
}

export const metadata: Metadata = { title: 'Job' };

export default async function OneJobPage({ params }: OneJobPageProps) {
  const { rollout: id } = await params;
  const { api } = await caller();
  const page = await api.rollouts.get({ rollout: id });
  const { customer } = page.rollout;
  return (
    <ConsolePage scope={customer} at="/jobs" line={restLine(`/api/v1/rollouts/${page.rollout.id}`)} isWriting>
      <RolloutPage key={page.rollout.id} page={page} renderedAt={new Date().toISOString()} />
    </ConsolePage>
  );
}
