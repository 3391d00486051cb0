'use client';

import { type FormEvent, useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { freeName } from './account';
import type { TypedAccount } from './account-fields';
import { TextField } from './text-field';

interface Accounts {
  readonly read: TypedAccount;
  readonly write?: TypedAccount;
  readonly test?: TypedAccount;
}

interface KeepAccountProps {
  readonly customer: string;
  readonly names: readonly string[];
  /** Null: they are not whole yet. */
  readonly accounts: Accounts | null;
  readonly onKept: (credentials: string) => void;
}

/** Keeps the accounts that stand in the lines, so that nobody types them a second time. */
export function KeepAccount({ customer, names, accounts, onKept }: KeepAccountProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const isOne = accounts?.write === undefined && accounts?.test === undefined;
  const name = typed ?? freeName('Reading', names);

  function keep(event: FormEvent) {
    event.preventDefault();
    if (accounts === null) return;
    void run(async () => {
      const { id } = await api.credentials.add.mutate({ customer, name: name.trim(), ...accounts });
      setSaid(
        `Kept as ${name.trim()}. ${isOne ? 'The password is' : 'The passwords are'} not shown again once you leave this page.`,
      );
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
        <button type="submit" className="button button-primary" disabled={accounts === null} aria-disabled={isBusy}>
          {isOne ? 'Keep this account as credentials' : 'Keep these accounts as credentials'}
        </button>
      </div>
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}
