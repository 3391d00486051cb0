import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { readSessionFilter } from '@/ui/sessions/session-filter';
import { SessionList } from '@/ui/sessions/session-list';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Sessions' };

export default async function AllSessionsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const filter = readSessionFilter(await searchParams);
  const { me, api } = await caller();
  const asked = { ...filter, limit: 50 };
  const page = await api.sessions.listAll(asked);
  const { customers } = await readShell();
  const [only = null] = customers.length === 1 ? customers : [];
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={null} at="/sessions" line={restLine('/api/v1/sessions/all', asked)}>
      <SessionList
        path="/sessions"
        customer={null}
        opensIn={only?.slug ?? null}
        stripes={stripes}
        role={me.role}
        filter={filter}
        page={page}
      />
    </ConsolePage>
  );
}
