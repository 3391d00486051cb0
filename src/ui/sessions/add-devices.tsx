'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import { counted } from '@/core/shown/format';
import { DialogButton } from '../controls/dialog-button';
import { FailureNotice } from '../controls/failure-notice';
import type { NamedDevice } from '../devices/use-found-devices';
import type { SessionView, StepView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { DevicePicker } from './device-picker';

interface AddDevicesProps {
  readonly session: SessionView;
  /** Of a closed session only a dialog that is open already stays, with what was filled in. */
  readonly isOpen: boolean;
  readonly onSteps: (steps: readonly StepView[]) => void;
}

export const AddDevices = ({ session, isOpen, onSteps }: AddDevicesProps) => (
  <DialogButton words="Add devices…" title="Add devices to this session" isHidden={!isOpen}>
    {(close) => (
      <AddForm
        session={session}
        onSteps={(steps) => {
          onSteps(steps);
          close();
        }}
      />
    )}
  </DialogButton>
);

function AddForm({ session, onSteps }: Omit<AddDevicesProps, 'isOpen'>) {
  const [chosen, setChosen] = useState<readonly NamedDevice[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function add(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const devices = chosen.map(({ id }) => id);
      onSteps((await api.sessions.addDevices.mutate({ session: session.id, devices })).steps);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }
  return (
    <form onSubmit={add} className="mt-3 grid gap-3">
      <DevicePicker
        customer={session.customer}
        chosen={chosen}
        taken={new Set(session.devices.map(({ id }) => id))}
        onChoose={setChosen}
      />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={isBusy || chosen.length === 0}>
          Add {counted(chosen.length, 'device')}
        </button>
      </div>
    </form>
  );
}
