import type { Metadata } from 'next';
import { may } from '@/core/access';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { SecurityPage } from '@/ui/security/security-page';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Security' };

export default async function Security() {
  const { me, api } = await caller();
  const { claims, contact } = await api.security.get();
  const checked = may(me.role, 'system.configure') ? await api.security.check() : null;
  return (
    <ConsolePage scope={null} at="/security" line={restLine('/api/v1/security')}>
      <SecurityPage claims={claims} contact={contact} checked={checked} />
    </ConsolePage>
  );
}
