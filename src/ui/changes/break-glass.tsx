import { type FormEvent, useState } from 'react';
import { longestReason } from '@/core/change/change';
import { PasswordField } from '../controls/password-field';

interface BreakGlassProps {
  readonly isBusy: boolean;
  readonly onBreak: (given: { readonly reason: string; readonly password: string }) => void;
}

/** Without the second person, or outside its windows: folded away, with a reason, and whoever does it shows that it is they. */
export function BreakGlass({ isBusy, onBreak }: BreakGlassProps) {
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const [words, form] = [reason.trim(), event.currentTarget];
    const password = String(new FormData(form).get('password') ?? '');
    setMissing(words === '');
    if (words !== '' && password !== '') return onBreak({ reason: words, password });
    form.querySelector<HTMLElement>(words === '' ? 'textarea' : 'input')?.focus();
  }

  return (
    <details data-permission="change.override">
      <summary className="fold font-medium">Break the glass</summary>
      <form className="mt-2 grid gap-2" onSubmit={submit} noValidate>
        <p className="text-ink-2">
          Authorise it alone and at once, where neither somebody else nor an open window can be waited for. The change,
          the list and the audit log say for ever that you did.
        </p>
        <label className="grid gap-1">
          Why it cannot wait
          <textarea
            className="field py-1.5"
            rows={2}
            maxLength={longestReason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            {...(isMissing ? { 'aria-invalid': true } : {})}
          />
          {isMissing ? <span className="font-medium text-fail">Say why. Nothing was authorised.</span> : null}
        </label>
        <PasswordField label="Your own password" name="password" />
        <button type="submit" className="button button-write" aria-disabled={isBusy}>
          Break the glass and run
        </button>
      </form>
    </details>
  );
}
