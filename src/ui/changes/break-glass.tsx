import { type FormEvent, useState } from 'react';
import { PasswordField } from '../controls/password-field';
import { ReasonField } from './reason-field';

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
        <ReasonField value={reason} onType={setReason} missing={isMissing ? 'Say why. Nothing was authorised.' : null}>
          Why it cannot wait
        </ReasonField>
        <PasswordField label="Your own password" name="password" />
        <button type="submit" className="button button-write" aria-disabled={isBusy}>
          Break the glass and run
        </button>
      </form>
    </details>
  );
}
