import { type FormEvent, useState } from 'react';
import { ReasonField } from './reason-field';
import { isTyped, TypedName } from './typed-name';

interface ActOnCallProps {
  /** `C-12` */
  readonly name: string;
  readonly deviceName: string;
  readonly isBusy: boolean;
  readonly onAct: (reason: string) => void;
}

/** Whoever is on call has their own W3 made alone: folded away, with a reason, and its number typed as for every W3. */
export function ActOnCall({ name, deviceName, isBusy, onAct }: ActOnCallProps) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<'reason' | 'typed' | null>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const amiss = reason.trim() === '' ? 'reason' : isTyped(typed, name) ? null : 'typed';
    setWrong(amiss);
    if (amiss === null) return onAct(reason.trim());
    event.currentTarget.querySelector<HTMLElement>(amiss === 'reason' ? 'textarea' : 'input')?.focus();
  }

  return (
    <details data-permission="change.authorise">
      <summary className="fold font-medium">Authorise it alone, being on call</summary>
      <form className="mt-2 grid gap-2" onSubmit={submit} noValidate>
        <p className="text-ink-2">
          You are on call for this customer. Safe mode guards it: {deviceName} undoes it by itself unless it is reached
          again. The change, the list and the audit log say for ever that you did, and another Admin reviews it by the
          end of tomorrow.
        </p>
        <ReasonField
          value={reason}
          onType={setReason}
          missing={wrong === 'reason' ? 'Say why. Nothing was authorised.' : null}
        >
          Why it cannot wait for a second person
        </ReasonField>
        <TypedName
          name={name}
          deed="authorise"
          value={typed}
          onType={setTyped}
          wrong={wrong === 'typed' ? `This is not ${name}. Nothing was authorised.` : null}
        />
        <button type="submit" className="button button-write" aria-disabled={isBusy}>
          Authorise on call and run
        </button>
      </form>
    </details>
  );
}
