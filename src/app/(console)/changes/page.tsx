import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { narrowedTo, readChangeFilter } from '@/ui/changes/change-filter';
import { ChangeList } from '@/ui/changes/change-list';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';
import { jobsForMe } from '../jobs-for-me';

export const metadata: Metadata = { title: 'Changes' };

export default async function AllChangesPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const { show, ...filter } = readChangeFilter(await searchParams);
  const { api } = await caller();
  const page = await api.changes.list({ ...filter, ...narrowedTo(show) });
  const { customers } = await readShell();
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={null} at="/changes" line={restLine('/api/v1/changes', filter)}>
      <ChangeList
        path="/changes"
        customer={null}
        stripes={stripes}
        filter={{ ...filter, ...(show === undefined ? {} : { show }) }}
        page={page}
        jobs={await jobsForMe(null, show === 'forMe')}
        renderedAt={new Date().toISOString()}
      />
    </ConsolePage>
  );
}
