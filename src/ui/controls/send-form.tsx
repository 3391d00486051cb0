'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import type { Failure } from '../request';
import { FailureNotice } from './failure-notice';

interface SendFormProps {
  readonly words: string;
  readonly busyWords: string;
  /** Null: it is done, and the form is about to go away. */
  readonly send: (form: FormData) => Promise<Failure | null>;
  /** What stands before the button that sends, such as the way out of a dialog. */
  readonly wayOut?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A form that is sent once, keeps what was typed when it was refused, and says why. Its button is never disabled: one
 * that is takes the focus away from whoever pressed it. And it posts: were it sent before this script runs, a GET would
 * write a password into the address.
 */
export function SendForm({ words, busyWords, send, wayOut, children }: SendFormProps) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    const refused = await send(form);
    if (refused === null) return;
    setFailure(refused);
    setBusy(false);
  }

  const button = (
    <button type="submit" className="button button-primary" aria-disabled={isBusy}>
      {isBusy ? busyWords : words}
    </button>
  );
  return (
    <form onSubmit={submit} method="post" className="grid gap-3">
      {children}
      {failure ? <FailureNotice failure={failure} /> : null}
      {wayOut ? (
        <div className="flex flex-wrap justify-end gap-2">
          {wayOut}
          {button}
        </div>
      ) : (
        button
      )}
    </form>
  );
}
