import type { Metadata } from 'next';
import { may } from '@/core/access';
import { isDirectId } from '@/core/templates/library';
import { caller } from '@/server/api/caller';
import { ActionPage } from '@/ui/library/action-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../../console-page';

interface OneActionPageProps {
  readonly params: Promise<{ readonly action: string }>;
}

export const metadata: Metadata = { title: 'Action' };

export default async function OneActionPage({ params }: OneActionPageProps) {
  const { action: id } = await params;
  const { api } = await caller();
  const action = await api.actions.get({ action: id });
  const { me } = await readShell();
  const begin = isDirectId(id) && may(me.role, 'action.write') ? `/templates/${id}` : null;
  return (
    <ConsolePage scope={null} at="/actions" line={restLine(`/api/v1/actions/${action.id}`)}>
      <ActionPage action={action} begin={begin} />
    </ConsolePage>
  );
}
