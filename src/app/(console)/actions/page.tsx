import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { readLibraryFilter } from '@/ui/library/library-filter';
import { LibraryPage } from '@/ui/library/library-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Action library' };

export default async function Library({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const filter = readLibraryFilter(await searchParams);
  const { api } = await caller();
  const { items } = await api.actions.list(filter);
  return (
    <ConsolePage scope={null} at="/actions" line={restLine('/api/v1/actions', { ...filter })}>
      <LibraryPage items={items} filter={filter} />
    </ConsolePage>
  );
}
