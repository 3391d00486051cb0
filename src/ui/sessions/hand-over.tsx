'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useEffect, useState } from 'react';
import { roleTitle } from '@/core/shown/format';
import { DialogButton } from '../controls/dialog-button';
import { FailureNotice } from '../controls/failure-notice';
import type { Holder, SessionView, StepView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

interface HandOverProps {
  readonly session: SessionView;
  /** Of a closed session only a dialog that is open already stays, with what was filled in. */
  readonly isOpen: boolean;
  readonly onSteps: (steps: readonly StepView[]) => void;
}

export const HandOver = ({ session, isOpen, onSteps }: HandOverProps) => (
  <DialogButton words="Hand over…" title="Hand this session over" isHidden={!isOpen}>
    {(close) => (
      <HandOverForm
        session={session}
        onSteps={(steps) => {
          onSteps(steps);
          close();
        }}
      />
    )}
  </DialogButton>
);

/** Those who may look after it are asked for when the dialog opens: a list that was there before could be old. */
function HandOverForm({ session, onSteps }: Omit<HandOverProps, 'isOpen'>) {
  const [holders, setHolders] = useState<readonly Holder[] | null>(null);
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    api.sessions.holders.query({ session: session.id }).then(
      ({ items }) => setHolders(items),
      (error: unknown) => setFailure(failureOf(error)),
    );
  }, [session.id]);

  async function give(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    const words = note.trim() === '' ? {} : { note };
    try {
      onSteps([await api.sessions.handOver.mutate({ session: session.id, to, ...words })]);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={give} className="mt-3 grid gap-3">
      <label className="grid gap-1">
        To
        <select
          className="field w-full"
          required
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          disabled={holders === null}
        >
          <option value="">{holders === null ? 'Loading' : 'Choose a person'}</option>
          {(holders ?? []).map(({ id, name, role }) => (
            <option key={id} value={id}>
              {name} · {roleTitle(role)}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1">
        What they should know
        <textarea
          className="field"
          rows={3}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={isBusy || to === ''}>
          Hand over
        </button>
      </div>
    </form>
  );
}
