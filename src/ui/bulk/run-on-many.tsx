'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { counted } from '@/core/shown/format';
import { DialogButton } from '../controls/dialog-button';
import { howMany, type Many } from './many';

/** The catalogue is heavy: it comes when somebody opens the dialog. */
const BulkForm = dynamic(() => import('./bulk-form').then(({ BulkForm }) => BulkForm), {
  ssr: false,
  loading: () => <p className="picker picker-awaited">Loading the actions</p>,
});

interface RunOnManyProps {
  readonly customer: string;
  readonly many: Many;
}

/** Opens the actions for the devices that are selected; the bulk run's own page follows. */
export function RunOnMany({ customer, many }: RunOnManyProps) {
  const router = useRouter();
  return (
    <DialogButton words="Run an action…" title={`Run an action on ${counted(howMany(many), 'device')}`} isWide>
      {() => (
        <BulkForm
          customer={customer}
          many={many}
          onStarted={(id) => router.push(`/customers/${customer}/bulk/${id}`)}
        />
      )}
    </DialogButton>
  );
}
