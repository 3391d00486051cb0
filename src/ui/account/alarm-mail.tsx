'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { Tick } from '../controls/tick';
import { useDeed } from '../controls/use-deed';
import type { MailChoice } from '../live/views';
import { CustomerChoices } from '../people/customer-choice';
import { DeedSection } from '../people/deed-section';
import type { CustomerChoice } from '../people/person';
import { api } from '../trpc';

interface AlarmMailProps {
  readonly email: string;
  readonly customers: readonly CustomerChoice[];
  readonly kept: MailChoice;
}

interface Choice {
  /** Of each customer in the reach, whichever that is then. */
  readonly isEvery: boolean;
  readonly isOwnLink: boolean;
  /** Slugs. */
  readonly customers: readonly string[];
}

const choiceIn = ({ isEvery, isOwnLink, customers }: MailChoice): Choice => ({
  isEvery,
  isOwnLink: isOwnLink ?? false,
  customers: customers.filter(({ isChosen }) => isChosen).map(({ slug }) => slug),
});

/** Which alarms are mailed to whoever is signed in. Nobody is mailed who has not said so. */
export function AlarmMail({ email, customers, kept }: AlarmMailProps) {
  const router = useRouter();
  const [choice, setChoice] = useState(choiceIn(kept));
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const change = (part: Partial<Choice>) => setChoice({ ...choice, ...part });

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const chosen = choice.isEvery ? [] : [...choice.customers];
      await api.alarms.chooseMail.mutate({ ...choice, customers: chosen });
      setSaid(savedWords(choice, email));
      line.current?.focus();
      router.refresh();
    });
  }

  return (
    <DeedSection id="alarm-mail" title="Alarms by mail">
      <p className="max-w-[75ch] text-ink-2">
        What goes down and what comes up again is mailed to {email}, everything of one moment in one mail. In a
        customer’s quiet hours nothing is; what is still down at their end is mailed then.
        {kept.sends ? '' : ' This machine sends no mail yet: a Super Admin names a mail server under Settings.'}
      </p>
      <form onSubmit={save} className="grid gap-3">
        <div>
          <Tick checked={choice.isEvery} onChange={(isEvery) => change({ isEvery })}>
            All my customers, and those that come later
          </Tick>
          {kept.isOwnLink === null ? null : (
            <Tick checked={choice.isOwnLink} onChange={(isOwnLink) => change({ isOwnLink })}>
              Our own link, when it is taken to be down
            </Tick>
          )}
        </div>
        {choice.isEvery ? null : (
          <CustomerChoices
            customers={customers}
            chosen={choice.customers}
            onChange={(chosen) => change({ customers: chosen })}
          />
        )}
        <div>
          <button
            type="submit"
            className="button button-primary"
            disabled={isSame(choice, choiceIn(kept))}
            aria-disabled={isBusy}
          >
            Save alarms by mail
          </button>
        </div>
      </form>
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </DeedSection>
  );
}

function isSame(one: Choice, other: Choice): boolean {
  if (one.isEvery !== other.isEvery || one.isOwnLink !== other.isOwnLink) return false;
  const isEqual = one.customers.length === other.customers.length;
  return one.isEvery || (isEqual && one.customers.every((slug) => other.customers.includes(slug)));
}

function savedWords({ isEvery, customers, isOwnLink }: Choice, email: string): string {
  const parts = [
    ...(isEvery ? ['alarms of all your customers'] : []),
    ...(!isEvery && customers.length > 0 ? [`alarms of ${counted(customers.length, 'customer')}`] : []),
    ...(isOwnLink ? ['our own link'] : []),
  ];
  return parts.length === 0 ? 'Saved. No alarm is mailed to you.' : `Saved. To ${email}: ${parts.join(' and ')}.`;
}
