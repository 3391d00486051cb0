'use client';

import { type FormEvent, useState } from 'react';
import { changeName } from '@/core/change/change';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { ReasonField } from './reason-field';
import { isTyped, TypedName } from './typed-name';
import type { ChangeView } from './views';

interface OverrideProps {
  readonly change: ChangeView;
  readonly onChange: (change: ChangeView) => void;
}

/** Has a change wait for a decision although it would cut our own way: folded away, with its number typed and a reason. */
export function Override({ change, onChange }: OverrideProps) {
  const { id, digest, deviceName, preview } = change;
  const name = changeName(change.number);
  const { run, isBusy, failure } = useDeed();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<'typed' | 'reason' | null>(null);
  if (digest === null || preview === null) return null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const missing = reason.trim() === '' ? 'reason' : isTyped(typed, name) ? null : 'typed';
    setWrong(missing);
    if (missing === null && digest !== null)
      return run(async () =>
        onChange(await api.changes.override.mutate({ change: id, digest, reason: reason.trim(), typed })),
      );
    event.currentTarget.querySelector<HTMLElement>(missing === 'reason' ? 'textarea' : 'input')?.focus();
  }

  return (
    <section aria-labelledby="override" data-permission="change.override">
      <h2 id="override">Override</h2>
      <details>
        <summary className="fold font-medium">Go on although it would cut our own way</summary>
        <form className="mt-2 grid gap-2" onSubmit={submit} noValidate>
          <p className="font-medium text-write">{preview.lockout}</p>
          <p className="text-ink-2">
            It waits for its decision then, by a second person as every W3. Safe mode still guards it: {deviceName}{' '}
            undoes it by itself unless it is reached again. The change, the list and the audit log say for ever that you
            did this.
          </p>
          <ReasonField
            value={reason}
            onType={setReason}
            missing={wrong === 'reason' ? 'Say why. Nothing was overridden.' : null}
          >
            Why the prediction is wrong, or does not matter
          </ReasonField>
          <TypedName
            name={name}
            deed="override"
            value={typed}
            onType={setTyped}
            wrong={wrong === 'typed' ? `This is not ${name}. Nothing was overridden.` : null}
          />
          <button type="submit" className="button button-write" aria-disabled={isBusy}>
            Override the lockout
          </button>
        </form>
      </details>
      {failure ? <FailureNotice failure={failure} /> : null}
    </section>
  );
}
