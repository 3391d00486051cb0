'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import type { Customer } from './customer';
import { draftOf, policyOf } from './policy';
import { PolicyFields } from './policy-fields';
import { StripeChoice } from './stripe-choice';
import { TimeZoneField } from './time-zone-field';

interface EditCustomerProps {
  readonly customer: Customer;
  /** The stripes of the other customers. */
  readonly used: readonly number[];
  readonly onDone: () => void;
}

/** All but the short name, which stands in addresses that people have kept. */
export function EditCustomer({ customer, used, onDone }: EditCustomerProps) {
  const [name, setName] = useState(customer.name);
  const [stripe, setStripe] = useState(customer.stripe);
  const [timeZone, setTimeZone] = useState(customer.timeZone);
  const [policy, setPolicy] = useState(draftOf(customer));
  const { isBusy, failure, run } = useDeed();

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const facts = { name: name.trim(), stripe, timeZone };
      await api.customers.edit.mutate({ customer: customer.slug, ...facts, ...policyOf(policy) });
      onDone();
    });
  }

  return (
    <form onSubmit={save} className="mt-3 grid gap-3">
      <label className="grid gap-1">
        Name
        <input
          className="field"
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <StripeChoice value={stripe} used={used} onChange={setStripe} />
      <TimeZoneField value={timeZone} onChange={setTimeZone} />
      <PolicyFields draft={policy} timeZone={timeZone} onChange={setPolicy} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={name.trim() === ''} aria-disabled={isBusy}>
          Save {customer.slug}
        </button>
      </div>
    </form>
  );
}
