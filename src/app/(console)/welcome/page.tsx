import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { FirstSteps } from '@/ui/welcome/first-steps';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'First steps' };

export default async function WelcomePage() {
  const { api } = await caller();
  // Asked first, and alone: it refuses whoever may not create customers, so that nothing else is asked in their name.
  const archived = await api.customers.archived();
  const [customers, people, invitations] = await Promise.all([
    api.customers.list(),
    api.people.list(),
    api.invitations.list(),
  ]);
  return (
    <ConsolePage scope={null} at="" line={null}>
      <FirstSteps
        customers={customers.items}
        archivedStripes={archived.items.map(({ stripe }) => stripe)}
        personCount={people.items.length}
        openInvitationCount={invitations.items.filter(({ state }) => state === 'open').length}
      />
    </ConsolePage>
  );
}
