import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { SessionPage } from '@/ui/sessions/session-page';
import { ConsolePage } from '../../console-page';

interface OneSessionPageProps {
  readonly params: Promise<{ readonly session: string }>;
}

export const metadata: Metadata = { title: 'Session' };

export default async function OneSessionPage({ params }: OneSessionPageProps) {
  const { session: id } = await params;
  const { me, api } = await caller();
  const page = await api.sessions.get({ session: id });
  const { session } = page;
  return (
    <ConsolePage scope={session.customer} at="/sessions" line={restLine(`/api/v1/sessions/${session.id}`)}>
      <SessionPage key={session.id} page={page} role={me.role} renderedAt={new Date().toISOString()} />
    </ConsolePage>
  );
}
