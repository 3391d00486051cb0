'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { DeedSection } from './deed-section';
import { endedWords, endsSessions, type Person } from './person';

/** Whether somebody may sign in at all. One button that turns into the other, so it keeps the focus. */
export function Standing({ person }: { readonly person: Person }) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const isDisabled = person.disabledAt !== null;

  const turn = () =>
    run(async () => {
      if (isDisabled) {
        await api.people.enable.mutate({ person: person.id });
        setSaid('Enabled: they can sign in again.');
      } else {
        const { ended } = await api.people.disable.mutate({ person: person.id });
        setSaid(`Disabled. ${endedWords(ended)}`);
      }
      router.refresh();
    });

  return (
    <DeedSection id="access" title="Access">
      <p className="text-ink-2">
        {isDisabled
          ? 'Disabled people cannot sign in. What they did stays on record under their name; enabled again, they have the role and the customers they had.'
          : `Disabled people cannot sign in, and nothing about them is deleted. Disabling ${endsSessions}`}
      </p>
      <div>
        <button type="button" className="button" onClick={turn} aria-disabled={isBusy}>
          {isDisabled ? 'Enable' : 'Disable'}
          <span className="sr-only"> {person.name}</span>
        </button>
      </div>
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </DeedSection>
  );
}
