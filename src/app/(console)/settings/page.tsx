import type { Metadata } from 'next';
import { webhookEvents } from '@/core/configuration/webhooks';
import { eventTitle } from '@/core/events';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { sectionViews } from '@/ui/settings/section-views';
import { SettingsPage } from '@/ui/settings/settings-page';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Settings' };

export default async function Settings() {
  const { api } = await caller();
  const { items } = await api.configuration.get();
  const disk = await api.configuration.disk();
  const { items: webhooks, mail } = await api.webhooks.list();
  const { served } = await api.certificate.get();
  const keys = await api.keys.list();
  const choices = webhookEvents.map((event) => ({ event, title: eventTitle(event) }));
  return (
    <ConsolePage scope={null} at="/settings" line={restLine('/api/v1/configuration')}>
      <SettingsPage
        sections={sectionViews(items)}
        webhooks={webhooks}
        choices={choices}
        mail={mail}
        disk={disk}
        certificate={served}
        keys={keys}
      />
    </ConsolePage>
  );
}
