'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type Subject, type SubjectKind, subjectTitles } from '@/core/lookup/subject';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import type { ScopeCustomer } from '../frame/shell';
import { api } from '../trpc';
import { type SearchAddress, searchAddress } from './address';

interface LookupFormProps {
  readonly address: SearchAddress;
  /** What the text may stand for, the likeliest first; at least one. */
  readonly subjects: readonly Subject[];
  readonly customers: readonly ScopeCustomer[];
  readonly isAgain: boolean;
}

/** Asking the devices: nothing is sent to one before this button is pressed. */
export function LookupForm({ address, subjects, customers, isAgain }: LookupFormProps) {
  const router = useRouter();
  const { run, isBusy, failure } = useDeed();
  const [kind, setKind] = useState<SubjectKind | undefined>(subjects[0]?.kind);
  const [customer, setCustomer] = useState(address.customer ?? '');
  const asked = customers.filter(({ slug }) => customer === '' || slug === customer);
  const devices = asked.reduce((sum, { deviceCount }) => sum + deviceCount, 0);
  const subject = subjects.find((one) => one.kind === kind);

  const start = () =>
    run(async () => {
      const of = customer === '' ? {} : { customer };
      const { id } = await api.lookups.start.mutate({ ...of, text: address.q, ...(kind && { kind }) });
      router.push(searchAddress({ q: address.q, customer: customer || undefined, lookup: id }));
    });

  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {subjects.length < 2 ? (
          <span>
            {subjects.map((one) => (
              <Named key={one.kind} subject={one} />
            ))}
          </span>
        ) : (
          <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
            <legend className="sr-only">Look for</legend>
            {subjects.map((one) => (
              <label key={one.kind} className="tick">
                <input type="radio" name="kind" checked={one.kind === kind} onChange={() => setKind(one.kind)} />
                <span>
                  <Named subject={one} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <label className="inline-flex items-center gap-2">
          <span className="text-ink-2">on devices of</span>
          <select className="field" value={customer} onChange={(event) => setCustomer(event.currentTarget.value)}>
            <option value="">all my customers</option>
            {customers.map(({ slug }) => (
              <option key={slug} value={slug}>
                {slug}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button button-primary" disabled={devices === 0 || subject === undefined}>
          {isBusy ? 'Asking' : `Ask ${counted(devices, 'device')}${isAgain ? ' again' : ''}`}
        </button>
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}

const Named = ({ subject: { kind, text } }: { readonly subject: Subject }) => (
  <>
    {kind === 'vlan' || kind === 'name' ? (kind === 'vlan' ? 'VLAN' : 'Name with') : subjectTitles[kind]}{' '}
    <bdi className={kind === 'name' ? 'font-medium' : 'mono'}>{text}</bdi>
  </>
);
