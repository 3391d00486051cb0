'use client';

import { type FormEvent, useId } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';

/** A chain and its key, typed in. What was refused stays in the fields; what was taken does not. */
export function InstallCertificate({ onDone }: { readonly onDone: () => void }) {
  const id = useId();
  const { isBusy, failure, run } = useDeed();

  function install(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const text = (name: string) => String(typed.get(name) ?? '');
    void run(async () => {
      await api.certificate.install.mutate({ certificate: text('certificate'), key: text('key') });
      form.reset();
      onDone();
    });
  }

  const plain = { rows: 4, required: true, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false };
  return (
    <form onSubmit={install} method="post" className="grid max-w-[56ch] gap-3">
      <div className="grid gap-1">
        <label htmlFor={`${id}-certificate`}>Certificate chain</label>
        <textarea
          id={`${id}-certificate`}
          name="certificate"
          className="field py-1.5 font-mono"
          aria-describedby={`${id}-certificate-hint`}
          {...plain}
        />
        <p id={`${id}-certificate-hint`} className="text-ink-2">
          PEM, the server’s own certificate first. It has to name the public address. From then on browsers insist on
          one that they trust (HSTS).
        </p>
      </div>
      <div className="grid gap-1">
        <label htmlFor={`${id}-key`}>Private key</label>
        <textarea
          id={`${id}-key`}
          name="key"
          className="field py-1.5 font-mono"
          aria-describedby={`${id}-key-hint`}
          {...plain}
        />
        <p id={`${id}-key-hint`} className="text-ink-2">
          PEM, without a passphrase. It is kept in a file that Routeward alone can read, and never shown.
        </p>
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          {isBusy ? 'Installing' : 'Install certificate'}
        </button>
      </div>
    </form>
  );
}
