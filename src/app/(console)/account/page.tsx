import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { AlarmMail } from '@/ui/account/alarm-mail';
import { SignIns } from '@/ui/account/sign-ins';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Signed-in sessions' };

export default async function AccountPage() {
  const { api } = await caller();
  const { items } = await api.account.signIns();
  const mail = await api.alarms.mailChoice();
  const { me, customers } = await readShell();
  return (
    <ConsolePage scope={null} at="/account" line={restLine('/api/v1/account/sign-ins')}>
      <SignIns me={me} signIns={items} />
      <div className="px-4 py-5">
        <AlarmMail email={me.email} customers={customers} kept={mail} />
      </div>
    </ConsolePage>
  );
}
