import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { readAlarmFilter } from '@/ui/alarms/alarm-filter';
import { AlarmList } from '@/ui/alarms/alarm-list';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Alarms' };

export default async function AllAlarmsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const filter = readAlarmFilter(await searchParams);
  const { me, api } = await caller();
  const asked = { ...filter, limit: 50 };
  const page = await api.alarms.listAll(asked);
  const { customers } = await readShell();
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={null} at="/alarms" line={restLine('/api/v1/alarms', asked)}>
      <AlarmList path="/alarms" customer={null} stripes={stripes} role={me.role} filter={filter} page={page} />
    </ConsolePage>
  );
}
