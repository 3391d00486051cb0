'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { PasswordField } from '../controls/password-field';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { TypedSlug } from './typed-slug';

interface EraseCustomerProps {
  readonly slug: string;
  readonly onDone: () => void;
}

/** There is no way back: what it does is said, the short name is typed, and whoever does it shows that it is they. */
export function EraseCustomer({ slug, onDone }: EraseCustomerProps) {
  const [typed, setTyped] = useState('');
  const { isBusy, failure, run } = useDeed();

  function erase(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    void run(async () => {
      await api.customers.erase.mutate({ archived: slug, name: typed.trim(), password });
      onDone();
    });
  }

  return (
    <form onSubmit={erase} className="mt-3 grid gap-3">
      <ul className="list-disc pl-5">
        <li>Its keys are destroyed at once: no credential and no result of it opens again.</li>
        <li>Its devices, sites, sessions, runs and credentials are deleted after that. It cannot be brought back.</li>
        <li>The audit log keeps its entries, and the short name stays taken.</li>
        <li>
          Backups made before still hold all of it, with its keys. Destroy them if it has to be gone from there, too.
        </li>
      </ul>
      <TypedSlug slug={slug} deed="erase" typed={typed} onType={setTyped} />
      <PasswordField label="Your own password" name="password" />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={typed.trim() !== slug} aria-disabled={isBusy}>
          Erase {slug} for good
        </button>
      </div>
    </form>
  );
}
