import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { OwnTemplates } from '@/ui/templates/own/own-templates';
import { ConsolePage } from '../../console-page';

export const metadata: Metadata = { title: 'Own templates' };

export default async function OwnTemplatesPage() {
  const { api } = await caller();
  const { items } = await api.templateVersions.list();
  const library = await api.templates.list();
  const sources = library.items.map(({ id, title }) => ({ id, title }));
  return (
    <ConsolePage scope={null} at="/templates" line={restLine('/api/v1/template-versions')}>
      <OwnTemplates items={items} sources={sources} />
    </ConsolePage>
  );
}
