import { type FormEvent, useState } from 'react';
import { ReasonField } from './reason-field';

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
      <ReasonField
        value={reason}
        onType={setReason}
        missing={isMissing ? 'Say why: whoever asked reads it. Nothing was rejected.' : null}
      >
        Or why it is not to be made, for whoever asked
      </ReasonField>
      <button type="submit" className="button" aria-disabled={isBusy}>
        Reject
      </button>
    </form>
  );
}
