'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import { number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import type { Customer } from './customer';
import { TypedSlug } from './typed-slug';

interface ArchiveCustomerProps {
  readonly customer: Customer;
  /** `takenOff`: the names of those who were assigned to it. */
  readonly onDone: (takenOff: readonly string[]) => void;
}

/** What it does is said first, and the short name is typed: a button alone is pressed on the wrong row. */
export function ArchiveCustomer({ customer: { slug, deviceCount }, onDone }: ArchiveCustomerProps) {
  const [typed, setTyped] = useState('');
  const { isBusy, failure, run } = useDeed();

  function archive(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const { takenOff } = await api.customers.archive.mutate({ customer: slug });
      onDone(takenOff);
    });
  }

  return (
    <form onSubmit={archive} className="mt-3 grid gap-3">
      <ul className="list-disc pl-5">
        <li>Everybody is taken off this customer.</li>
        <li>Its devices ({number(deviceCount)}) are archived with it and no longer asked how they are.</li>
        <li>Nothing is deleted, and the audit log keeps everything.</li>
        <li>It can be brought back with its devices; people are then assigned anew.</li>
      </ul>
      <TypedSlug slug={slug} deed="archive" typed={typed} onType={setTyped} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={typed.trim() !== slug} aria-disabled={isBusy}>
          Archive {slug}
        </button>
      </div>
    </form>
  );
}
