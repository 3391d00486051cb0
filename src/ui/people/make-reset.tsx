'use client';

import { useRef, useState } from 'react';
import { resetHours } from '@/core/people';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { DeedSection } from './deed-section';
import { LinkDialog } from './link-dialog';
import type { MadeLink } from './one-time-link';
import type { Person } from './person';

/** For somebody who forgot theirs. Nobody but them ever sees the new one. */
export function MakeReset({ person }: { readonly person: Person }) {
  const [made, setMade] = useState<MadeLink | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { isBusy, failure, run } = useDeed();
  const make = () =>
    run(async () => {
      setMade(await api.people.makeReset.mutate({ person: person.id }));
    });

  return (
    <DeedSection id="password" title="Password">
      <p className="text-ink-2">
        The link works once, within {resetHours} hours; an earlier one is dead then. The password stays until a new one
        is chosen through it. When that is done, all signed-in sessions of {person.name} end at once.
      </p>
      <div>
        <button ref={button} type="button" className="button" onClick={make} aria-disabled={isBusy}>
          Make a link to a new password
        </button>
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      <LinkDialog
        title="Link to a new password"
        label="Link to a new password"
        to={person.name}
        made={made}
        onClose={() => setMade(null)}
        focusAfter={button}
      />
    </DeedSection>
  );
}
