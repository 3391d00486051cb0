import { caller } from '@/server/api/caller';
import type { ChangeListProps } from '@/ui/changes/change-list';
import { readShell } from './console-page';

/** The jobs that wait for whoever looks, beside single changes: how many, and in their inbox which. */
export async function jobsForMe(customer: string | null, isInbox: boolean): Promise<ChangeListProps['jobs']> {
  const { customers } = await readShell();
  const counted = customers.filter(({ slug }) => customer === null || slug === customer);
  const forMe = counted.reduce((sum, one) => sum + one.jobsForMe, 0);
  if (!isInbox || forMe === 0) return { forMe, items: [] };
  const { api } = await caller();
  const asked = { waitingFor: 'me', limit: 100 } as const;
  const { items } = await api.rollouts.list(customer === null ? asked : { ...asked, customer });
  return { forMe, items };
}
