'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { DialogButton } from '../controls/dialog-button';
import { FailureNotice } from '../controls/failure-notice';
import type { NamedDevice } from '../devices/use-found-devices';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { DevicePicker } from './device-picker';

interface OpenSessionProps {
  readonly customer: string;
  /** The device one is looking at; none in a list. */
  readonly devices: readonly NamedDevice[];
}

/** What is wrong, and where: that is all it takes to begin a case. */
export const OpenSession = ({ customer, devices }: OpenSessionProps) => (
  <DialogButton words="Open a session…" title={`Open a session in ${customer}`} isWide>
    {() => <OpenForm customer={customer} devices={devices} />}
  </DialogButton>
);

function OpenForm({ customer, devices }: OpenSessionProps) {
  const router = useRouter();
  const [symptom, setSymptom] = useState('');
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState(devices);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function open(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    const named = title.trim() === '' ? {} : { title: title.trim() };
    try {
      const { id } = await api.sessions.open.mutate({ devices: chosen.map((one) => one.id), symptom, ...named });
      router.push(`/sessions/${id}`);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={open} className="mt-3 grid gap-4">
      <label className="grid gap-1">
        <span className="font-medium">Symptom</span>
        <textarea
          className="field"
          rows={4}
          required
          maxLength={4000}
          value={symptom}
          placeholder="What is wrong, since when, and for whom"
          onChange={(event) => setSymptom(event.currentTarget.value)}
        />
      </label>
      <label className="grid gap-1">
        <span className="font-medium">
          Title <span className="font-normal text-ink-3">optional; otherwise the first line above</span>
        </span>
        <input
          className="field"
          maxLength={120}
          autoComplete="off"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <DevicePicker customer={customer} chosen={chosen} taken={new Set()} onChoose={setChosen} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <p className="text-ink-2">Nothing is sent to a router by this.</p>
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button
          type="submit"
          className="button button-primary"
          disabled={isBusy || symptom.trim() === '' || chosen.length === 0}
        >
          Open session
        </button>
      </div>
    </form>
  );
}
