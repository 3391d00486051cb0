import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { EntryPage } from '@/ui/audit/entry-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../../console-page';

export const metadata: Metadata = { title: 'Audit entry' };

type Params = Promise<{ readonly at: string; readonly entry: string }>;

export default async function AuditEntryPage({ params }: { readonly params: Params }) {
  const named = await params;
  const at = decodeURIComponent(named.at);
  const { api } = await caller();
  const entry = await api.audit.entry({ at, entry: named.entry });
  return (
    <ConsolePage scope={null} at="/audit" line={restLine(`/api/v1/audit/${at}/${named.entry}`)}>
      <EntryPage entry={entry} />
    </ConsolePage>
  );
}
