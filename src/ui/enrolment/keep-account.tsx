'use client';

import { type FormEvent, useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { freeName } from './account';
import { TextField } from './text-field';

interface KeepAccountProps {
  readonly customer: string;
  readonly names: readonly string[];
  /** Null: it is not whole yet. */
  readonly account: { readonly name: string; readonly password: string } | null;
  readonly onKept: (credentials: string) => void;
}

/** Keeps the account that stands in the lines, so that nobody types it a second time. */
export function KeepAccount({ customer, names, account, onKept }: KeepAccountProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const name = typed ?? freeName('Reading', names);

  function keep(event: FormEvent) {
    event.preventDefault();
    if (account === null) return;
    void run(async () => {
      const { id } = await api.credentials.add.mutate({ customer, name: name.trim(), read: account });
      setSaid(`Kept as ${name.trim()}. The password is not shown again once you leave this page.`);
      setTyped(null);
      onKept(id);
    });
  }

  return (
    <form onSubmit={keep} className="grid max-w-[760px] gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-full max-w-form min-w-0">
          <TextField label="Name of the credentials" value={name} onChange={setTyped} maxLength={64} isRequired />
        </div>
        <button type="submit" className="button button-primary" disabled={account === null} aria-disabled={isBusy}>
          Keep this account as credentials
        </button>
      </div>
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}
