import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { SignIns } from '@/ui/account/sign-ins';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Signed-in sessions' };

export default async function AccountPage() {
  const { api } = await caller();
  const { items } = await api.account.signIns();
  const { me } = await readShell();
  return (
    <ConsolePage scope={null} at="/account" line={restLine('/api/v1/account/sign-ins')}>
      <SignIns me={me} signIns={items} />
    </ConsolePage>
  );
}
