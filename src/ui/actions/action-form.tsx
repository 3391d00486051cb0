'use client';

import type { Read } from '@/core/actions/define';
import { type ReadId, readOf } from '@/core/actions/index';
import { FailureNotice } from '../controls/failure-notice';
import type { CapableDevice, RunView } from '../live/views';
import { api } from '../trpc';
import { ActionFields } from './action-fields';
import { PeersOf } from './peer-field';
import { useActionForm } from './use-action-form';

interface ActionFormProps {
  readonly id: ReadId;
  readonly device: CapableDevice;
  readonly onRun: (run: RunView) => void;
}

/** The parameters of an action. What would be sent stands on the console line before anything is. */
export function ActionForm({ id, device, onRun }: ActionFormProps) {
  const action = readOf(id);
  const { form, fields, isBusy, failure, submit } = useActionForm(id, device, async (values) =>
    onRun(await api.runs.start.mutate({ device: device.id, action: id, params: { ...values } })),
  );
  return (
    <form ref={form} className="action-form" onSubmit={submit} noValidate>
      <PeersOf value={device}>
        <ActionFields action={action} {...fields} />
      </PeersOf>
      <button type="submit" className="button button-primary" disabled={isBusy}>
        {isBusy ? 'Asking' : `Run ${titleInside(action)}`}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
      {failure ? <p className="text-ink-2">Nothing was sent to the router, and nothing was changed on it.</p> : null}
    </form>
  );
}

/** `Run ping`, but `Run ARP table`. */
export const titleInside = ({ title }: Read): string =>
  /^[A-Z]{2}/.test(title) ? title : title.slice(0, 1).toLowerCase() + title.slice(1);
