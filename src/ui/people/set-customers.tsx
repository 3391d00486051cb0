'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { CustomerChoices } from './customer-choice';
import { DeedSection } from './deed-section';
import { type CustomerChoice, endedWords, endsSessions, type Person } from './person';

interface SetCustomersProps {
  readonly person: Person;
  readonly customers: readonly CustomerChoice[];
  /** An Admin sees and sets the own customers only, and loses sight of whoever shares none of them. */
  readonly isAdmin: boolean;
}

export function SetCustomers({ person, customers, isAdmin }: SetCustomersProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly string[]>(person.customers);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const isSame = chosen.length === person.customers.length && person.customers.every((slug) => chosen.includes(slug));

  function set(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const { ended } = await api.people.setCustomers.mutate({
        person: person.id,
        customers: [...chosen],
        shown: [...person.customers],
      });
      setSaid(`Customers set: ${chosen.length === 0 ? 'none' : chosen.join(', ')}. ${endedWords(ended)}`);
      line.current?.focus();
      if (isAdmin && chosen.length === 0) router.push('/people');
      else router.refresh();
    });
  }

  return (
    <DeedSection id="customers" title="Customers">
      <form onSubmit={set} className="grid gap-3">
        <CustomerChoices customers={customers} chosen={chosen} onChange={setChosen} hasHeading />
        <p className="text-ink-2">
          Setting them {endsSessions}{' '}
          {isAdmin
            ? 'Customers that are not yours stay as they are. Whoever is in none of yours leaves your list.'
            : ''}
        </p>
        <div>
          <button type="submit" className="button button-primary" disabled={isSame} aria-disabled={isBusy}>
            Set customers
          </button>
        </div>
      </form>
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </DeedSection>
  );
}
