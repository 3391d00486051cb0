import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { readAlarmFilter } from '@/ui/alarms/alarm-filter';
import { AlarmList } from '@/ui/alarms/alarm-list';
import type { SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../../console-page';

interface CustomerAlarmsProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Alarms' };

export default async function CustomerAlarmsPage({ params, searchParams }: CustomerAlarmsProps) {
  const { customer } = await params;
  const filter = readAlarmFilter(await searchParams);
  const { me, api } = await caller();
  const asked = { ...filter, limit: 50 };
  const page = await api.alarms.list({ customer, ...asked });
  return (
    <ConsolePage scope={customer} at="/alarms" line={restLine(`/api/v1/customers/${customer}/alarms`, asked)}>
      <AlarmList
        path={`/customers/${customer}/alarms`}
        customer={customer}
        stripes={{}}
        role={me.role}
        filter={filter}
        page={page}
      />
    </ConsolePage>
  );
}
