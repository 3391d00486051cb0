import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { ChangePage } from '@/ui/changes/change-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../console-page';

interface OneChangePageProps {
  readonly params: Promise<{ readonly change: string }>;
}

export const metadata: Metadata = { title: 'Change' };

export default async function OneChangePage({ params }: OneChangePageProps) {
  const { change: id } = await params;
  const { api } = await caller();
  const change = await api.changes.get({ change: id });
  return (
    <ConsolePage scope={change.customer} at="/changes" line={restLine(`/api/v1/changes/${change.id}`)} isWriting>
      <ChangePage key={change.id} change={change} renderedAt={new Date().toISOString()} />
    </ConsolePage>
  );
}
