import type { Metadata } from 'next';
import { may } from '@/core/access';
import { caller } from '@/server/api/caller';
import { PersonPage } from '@/ui/people/person-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../../console-page';

interface OnePersonPageProps {
  readonly params: Promise<{ readonly person: string }>;
}

export const metadata: Metadata = { title: 'Person' };

export default async function OnePersonPage({ params }: OnePersonPageProps) {
  const { person: id } = await params;
  const { me, api } = await caller();
  const person = await api.people.get({ person: id });
  const isSelf = person.id === me.personId;
  const signIns = may(me.role, 'person.edit') && !isSelf ? await api.people.signIns({ person: person.id }) : null;
  const { customers } = await readShell();
  return (
    <ConsolePage scope={null} at="/people" line={restLine(`/api/v1/people/${person.id}`)}>
      <PersonPage
        key={person.id}
        person={person}
        role={me.role}
        isSelf={isSelf}
        customers={customers}
        signIns={signIns?.items ?? null}
      />
    </ConsolePage>
  );
}
