import type { z } from 'zod';
import { Entries, type Entry } from './answers';
import type { Client } from './client';

/** Every audit entry that the client may read, the newest first. `filter` is a query such as `&outcome=refused`. */
export async function auditOf(client: Client, filter: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const place: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page: z.infer<typeof Entries> = (await client.get(`/audit?limit=500${filter}${place}`)).as(Entries);
    entries.push(...page.items);
    after = page.next;
  }
  return entries;
}
