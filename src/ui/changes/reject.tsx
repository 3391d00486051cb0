import { type FormEvent, useState } from 'react';
import { longestReason } from '@/core/change/change';

interface RejectProps {
  readonly isBusy: boolean;
  /** With what was typed, which is never empty. */
  readonly onReject: (reason: string) => void;
}

/** That it is not to be made, and why: whoever asked reads it. */
export function Reject({ isBusy, onReject }: RejectProps) {
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const words = reason.trim();
    setMissing(words === '');
    if (words !== '') return onReject(words);
    event.currentTarget.querySelector('textarea')?.focus();
  }

  return (
    <form className="grid gap-2" onSubmit={submit} noValidate>
      <label className="grid gap-1">
        Or why it is not to be made, for whoever asked
        <textarea
          className="field py-1.5"
          rows={2}
          maxLength={longestReason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...(isMissing ? { 'aria-invalid': true } : {})}
        />
        {isMissing ? (
          <span className="font-medium text-fail">Say why: whoever asked reads it. Nothing was rejected.</span>
        ) : null}
      </label>
      <button type="submit" className="button" aria-disabled={isBusy}>
        Reject
      </button>
    </form>
  );
}
