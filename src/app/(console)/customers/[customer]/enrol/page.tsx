import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { EnrolPage } from '@/ui/enrolment/enrol-page';
import { Permitted } from '@/ui/permitted';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../../console-page';

interface CustomerEnrolProps {
  readonly params: Promise<{ readonly customer: string }>;
}

export const metadata: Metadata = { title: 'Enrol devices' };

export default async function CustomerEnrolPage({ params }: CustomerEnrolProps) {
  const { customer } = await params;
  const { me, api } = await caller();
  // Asked first, and alone: it refuses whoever may not enrol, so that nothing else is asked in their name.
  const unconfirmed = await api.enrolment.unconfirmed({ customer });
  const [credentials, archived, sites] = await Promise.all([
    api.credentials.list({ customer }),
    api.enrolment.archived({ customer }),
    api.sites.list({ customer }),
  ]);
  return (
    <ConsolePage scope={customer} at="/devices" line={restLine(`/api/v1/customers/${customer}/devices/unconfirmed`)}>
      <Permitted role={me.role} permission="device.edit">
        <EnrolPage
          customer={customer}
          credentials={credentials.items}
          sites={sites.items.map(({ name }) => name)}
          unconfirmed={unconfirmed.items}
          archived={archived.items}
        />
      </Permitted>
    </ConsolePage>
  );
}
