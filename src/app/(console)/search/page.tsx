import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { readSearch } from '@/ui/search/address';
import { SearchPage } from '@/ui/search/search-page';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Search' };

export default async function Search({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const address = readSearch(await searchParams);
  const { q, customer, lookup: id } = address;
  const { me, api } = await caller();
  const found = q === '' ? null : await api.search.find({ q });
  const lookup = id === undefined ? null : await api.lookups.get({ lookup: id });
  const { customers } = await readShell();
  return (
    <ConsolePage scope={customer ?? null} at="/search" line={q === '' ? null : restLine('/api/v1/search', { q })}>
      <SearchPage
        address={address}
        role={me.role}
        customers={customers}
        found={found}
        lookup={lookup}
        now={Date.now()}
      />
    </ConsolePage>
  );
}
