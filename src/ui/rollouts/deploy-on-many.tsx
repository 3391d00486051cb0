'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { counted } from '@/core/shown/format';
import { DialogButton } from '../controls/dialog-button';

/** What judges the values is heavy: it comes when somebody opens the dialog. */
const RolloutForm = dynamic(() => import('./rollout-form').then(({ RolloutForm }) => RolloutForm), {
  ssr: false,
  loading: () => <p className="picker picker-awaited">Loading the templates</p>,
});

interface DeployOnManyProps {
  /** The customer's slug. */
  readonly customer: string;
  /** By id, in the order in which they are made. */
  readonly devices: readonly string[];
}

/** Opens the templates for the devices that are selected; the rollout's own page follows. */
export function DeployOnMany({ customer, devices }: DeployOnManyProps) {
  const router = useRouter();
  return (
    <DialogButton words="Deploy a template…" title={`Deploy a template to ${counted(devices.length, 'device')}`} isWide>
      {() => <RolloutForm customer={customer} devices={devices} onAsked={(id) => router.push(`/jobs/${id}`)} />}
    </DialogButton>
  );
}
