import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { readSessionFilter } from '@/ui/sessions/session-filter';
import { SessionList } from '@/ui/sessions/session-list';
import { ConsolePage } from '../../../console-page';

interface CustomerSessionsProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Sessions' };

export default async function CustomerSessionsPage({ params, searchParams }: CustomerSessionsProps) {
  const { customer } = await params;
  const filter = readSessionFilter(await searchParams);
  const { me, api } = await caller();
  const asked = { customer, ...filter, limit: 50 };
  const page = await api.sessions.list(asked);
  const path = `/customers/${customer}/sessions`;
  return (
    <ConsolePage scope={customer} at="/sessions" line={restLine('/api/v1/sessions', asked)}>
      <SessionList
        path={path}
        customer={customer}
        opensIn={customer}
        stripes={{}}
        role={me.role}
        filter={filter}
        page={page}
      />
    </ConsolePage>
  );
}
