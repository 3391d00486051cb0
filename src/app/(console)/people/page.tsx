import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { PeopleList } from '@/ui/people/people-list';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage() {
  const { me, api } = await caller();
  const people = await api.people.list();
  const invitations = await api.invitations.list();
  const { customers } = await readShell();
  return (
    <ConsolePage scope={null} at="/people" line={restLine('/api/v1/people')}>
      <PeopleList role={me.role} people={people.items} invitations={invitations.items} customers={customers} />
    </ConsolePage>
  );
}
