import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { TemplateList } from '@/ui/templates/template-list';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Templates' };

/** `?device=` is the device that one comes from: it is handed on to the template that is chosen. */
export default async function Templates({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const { device } = await searchParams;
  const { me, api } = await caller();
  const { items } = await api.templates.list();
  return (
    <ConsolePage scope={null} at="/templates" line={restLine('/api/v1/templates')}>
      <TemplateList role={me.role} items={items} device={typeof device === 'string' ? device : null} />
    </ConsolePage>
  );
}
