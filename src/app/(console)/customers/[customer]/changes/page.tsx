import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { narrowedTo, readChangeFilter } from '@/ui/changes/change-filter';
import { ChangeList } from '@/ui/changes/change-list';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../../console-page';
import { jobsForMe } from '../../../jobs-for-me';

interface CustomerChangesProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Changes' };

export default async function CustomerChangesPage({ params, searchParams }: CustomerChangesProps) {
  const { customer } = await params;
  const { show, ...filter } = readChangeFilter(await searchParams);
  const { api } = await caller();
  const asked = { customer, ...filter };
  const page = await api.changes.list({ ...asked, ...narrowedTo(show) });
  return (
    <ConsolePage scope={customer} at="/changes" line={restLine('/api/v1/changes', asked)}>
      <ChangeList
        path={`/customers/${customer}/changes`}
        customer={customer}
        stripes={{}}
        filter={{ ...filter, ...(show === undefined ? {} : { show }) }}
        page={page}
        jobs={await jobsForMe(customer, show === 'forMe')}
        renderedAt={new Date().toISOString()}
      />
    </ConsolePage>
  );
}
