import type { Metadata } from 'next';
import { may } from '@/core/access';
import { caller } from '@/server/api/caller';
import { restLine } from '@/ui/rest-line';
import { SitesPage } from '@/ui/sites/sites-page';
import { ConsolePage } from '../../../console-page';

interface CustomerSitesProps {
  readonly params: Promise<{ readonly customer: string }>;
}

export const metadata: Metadata = { title: 'Sites' };

export default async function CustomerSitesPage({ params }: CustomerSitesProps) {
  const { customer } = await params;
  const { me, api } = await caller();
  const list = await api.sites.list({ customer });
  const archived = may(me.role, 'device.edit') ? await api.sites.archived({ customer }) : null;
  return (
    <ConsolePage scope={customer} at="/sites" line={restLine(`/api/v1/customers/${customer}/sites`)}>
      <SitesPage
        customer={customer}
        stripes={{}}
        role={me.role}
        list={list}
        archived={archived?.items ?? []}
        renderedAt={new Date().toISOString()}
      />
    </ConsolePage>
  );
}
