'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { counted } from '@/core/shown/format';
import { howMany, type Many } from '../bulk/many';
import { DialogButton } from '../controls/dialog-button';

/** What judges the values is heavy: it comes when somebody opens the dialog. */
const RolloutForm = dynamic(() => import('./rollout-form').then(({ RolloutForm }) => RolloutForm), {
  ssr: false,
  loading: () => <p className="picker picker-awaited">Loading the templates</p>,
});

interface DeployOnManyProps {
  /** The customer's slug. */
  readonly customer: string;
  /** In the order in which they are made; what a filter finds, by name. */
  readonly many: Many;
}

/** Opens the templates for the devices that are selected; the rollout's own page follows. */
export function DeployOnMany({ customer, many }: DeployOnManyProps) {
  const router = useRouter();
  return (
    <DialogButton words="Deploy a template…" title={`Deploy a template to ${counted(howMany(many), 'device')}`} isWide>
      {() => <RolloutForm customer={customer} many={many} onAsked={(id) => router.push(`/jobs/${id}`)} />}
    </DialogButton>
  );
}
