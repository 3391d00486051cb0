'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import { counted, minute } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import type { AdminOf, Customer } from './customer';

interface OnCallProps {
  readonly customer: Customer;
  /** Those who can be named. */
  readonly admins: readonly AdminOf[];
  readonly onDone: (said: string) => void;
}

/** For how long somebody can be named on the form, in hours. */
const spans = [8, 12, 24, 72, 168] as const;
const spanWords = (hours: number): string => (hours < 24 ? counted(hours, 'hour') : counted(hours / 24, 'day'));

/** Who is on call: what that means is said first. */
export function OnCall({ customer: { slug, onCall }, admins, onDone }: OnCallProps) {
  const [admin, setAdmin] = useState(admins[0]?.id ?? '');
  const [hours, setHours] = useState(String(spans[1]));
  const { isBusy, failure, run } = useDeed();
  const named = admins.find(({ id }) => id === admin);

  function name(event: FormEvent) {
    event.preventDefault();
    if (named === undefined) return;
    void run(async () => {
      const { onCall: now } = await api.customers.nameOnCall.mutate({
        ...{ customer: slug, admin: named.id, hours: Number(hours) },
      });
      onDone(now === null ? `Nobody is on call for ${slug}.` : `${onCallWords(now)} for ${slug}.`);
    });
  }
  const end = () =>
    run(async () => {
      await api.customers.endOnCall.mutate({ customer: slug });
      onDone(`Nobody is on call for ${slug} any more.`);
    });

  return (
    <form onSubmit={name} className="mt-3 grid gap-3">
      <p>
        One Admin may authorise a W3 of their own alone, where safe mode undoes it by itself. It is marked for ever, and
        another Admin or a Super Admin reviews it by the end of the next day. While a review is overdue, they may not.
      </p>
      <p className="font-medium">{onCall === null ? 'Nobody is on call.' : `${onCallWords(onCall)}.`}</p>
      {admins.length === 0 ? (
        <p className="text-ink-2">No Admin is assigned to {slug}.</p>
      ) : (
        <>
          <label className="grid gap-1">
            Admin
            <select className="field" value={admin} onChange={(event) => setAdmin(event.currentTarget.value)}>
              {admins.map(({ id, name: called, email }) => (
                <option key={id} value={id}>
                  {called} · {email}
                </option>
              ))}
            </select>
          </label>
          <label className="grid gap-1">
            From now on for
            <select className="field" value={hours} onChange={(event) => setHours(event.currentTarget.value)}>
              {spans.map((span) => (
                <option key={span} value={span}>
                  {spanWords(span)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        {onCall === null ? null : (
          <button type="button" className="button" aria-disabled={isBusy} onClick={end}>
            Nobody any more
          </button>
        )}
        {named === undefined ? null : (
          <button type="submit" className="button button-primary" aria-disabled={isBusy}>
            Name {named.name}
          </button>
        )}
      </div>
    </form>
  );
}

/** `Anna Keller is on call until 2026-12-02 06:00 UTC` */
const onCallWords = ({ name, until }: NonNullable<Customer['onCall']>): string =>
  `${name} is on call until ${minute(until)} UTC`;
