import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { SitesPage } from '@/ui/sites/sites-page';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Sites' };

export default async function AllSitesPage() {
  const { me, api } = await caller();
  const list = await api.sites.listAll();
  const { customers } = await readShell();
  return (
    <ConsolePage scope={null} at="/sites" line={restLine('/api/v1/sites')}>
      <SitesPage
        customer={null}
        stripes={Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]))}
        role={me.role}
        list={list}
        archived={[]}
        renderedAt={new Date().toISOString()}
      />
    </ConsolePage>
  );
}
