'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { CertificateTable } from './certificate-table';
import type { Unconfirmed } from './enrolment';
import { waits } from './looks';
import { useUnconfirmed } from './use-unconfirmed';

interface CertificatesProps {
  readonly customer: string;
  readonly unconfirmed: readonly Unconfirmed[];
}

/** So many routers are looked at when somebody asks; all of them are every minute anyway. */
const mostAsked = 50;

/** Certificates that a person compares and confirms. What is confirmed is exactly what is on the screen. */
export function Certificates({ customer, unconfirmed }: CertificatesProps) {
  const router = useRouter();
  const { items, asked, failure: lost, look, askAgain } = useUnconfirmed(customer, unconfirmed);
  // With the pin that was seen when it was ticked: another one takes the tick away.
  const [ticked, setTicked] = useState<ReadonlyMap<string, string>>(new Map());
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const shown = items.flatMap(({ id, pin: confirmed, shownPin }) =>
    shownPin === null ? [] : [{ device: id, pin: shownPin, isNew: confirmed === null }],
  );
  const seen = shown.filter(({ device, pin }) => ticked.get(device) === pin);
  const replaced = seen.filter(({ isNew }) => !isNew).length;
  // One that changed is ticked by itself: nobody should confirm it among a thousand.
  const fresh = shown.filter(({ isNew }) => isNew);
  const waiting = items.filter((one) => one.shownPin === null && waits(one, asked)).length;

  const confirm = () =>
    run(async () => {
      const pins = seen.map(({ device, pin }) => ({ device, pin }));
      const { confirmed } = await api.enrolment.confirm.mutate({ customer, seen: pins, replaces: replaced > 0 });
      setTicked(new Map());
      setSaid(`${counted(confirmed, 'certificate')} confirmed. ${askedWords(confirmed)}`);
      line.current?.focus();
      await look();
      router.refresh();
    });
  const again = () =>
    run(async () => {
      const blind = items.filter(({ shownPin }) => shownPin === null);
      const wanted = (blind.length > 0 ? blind : items).slice(0, mostAsked);
      await askAgain(wanted);
      setSaid(`Looking again at ${counted(wanted.length, 'device')}.`);
    });

  return (
    <>
      <p className="max-w-prose">
        On the router, the line under 1 prints the fingerprint of its certificate. It must be the same as here, digit
        for digit; RouterOS writes it in small letters and without colons. If it is not, something else answers in the
        router’s place: do not confirm it. Before you do, no password is sent.
      </p>
      <p role="status" className="text-ink-2">
        {standing(shown.length, waiting, items.length)}
      </p>
      {items.length > 0 ? (
        <>
          <CertificateTable items={items} asked={asked} ticked={ticked} onTick={setTicked} />
          <div className="flex flex-wrap gap-2">
            <button
              type="button"
              className="button button-primary"
              disabled={seen.length === 0}
              aria-disabled={isBusy}
              onClick={confirm}
            >
              Confirm {counted(seen.length, 'certificate')}
              {replaced > 0 ? `, ${replaced} in the place of another` : ''}
            </button>
            {seen.length < fresh.length ? (
              <button
                type="button"
                className="button"
                onClick={() => setTicked(new Map(fresh.map(({ device, pin }) => [device, pin])))}
              >
                Select all {fresh.length}
              </button>
            ) : null}
            <button type="button" className="button" aria-disabled={isBusy} onClick={again}>
              Look again
            </button>
          </div>
        </>
      ) : null}
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
      {lost ? <FailureNotice failure={lost} /> : null}
    </>
  );
}

const askedWords = (devices: number): string =>
  devices === 1 ? 'The device is asked how it is now.' : 'The devices are asked how they are now.';

function standing(shown: number, waiting: number, all: number): string {
  if (all === 0) return 'No certificate is to be confirmed.';
  const there = `${counted(shown, 'certificate')} to be confirmed`;
  const silent = all - shown - waiting;
  return [
    there,
    ...(waiting > 0 ? [`${counted(waiting, 'device')} waiting for a look`] : []),
    ...(silent > 0 ? [`${counted(silent, 'device')} without one`] : []),
  ].join(', ');
}
