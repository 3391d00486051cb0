'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { counted } from '@/core/shown/format';
import { SignInTable } from '../account/sign-in-table';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { endedWords, type Person, type PersonSignIn } from './person';

interface PersonSignInsProps {
  readonly person: Person;
  readonly signIns: readonly PersonSignIn[];
}

/** Where somebody is signed in, and the way to end one or all of it. */
export function PersonSignIns({ person, signIns }: PersonSignInsProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { failure, run } = useDeed();

  const end = (which: { signIn?: string }) =>
    run(async () => {
      const { ended } = await api.people.endSignIns.mutate({ person: person.id, ...which });
      setSaid(endedWords(ended));
      line.current?.focus();
      router.refresh();
    });

  return (
    <section aria-labelledby="sign-ins">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="sign-ins">Signed-in sessions</h2>
        <p className="flex-1 text-ink-2">{counted(signIns.length, 'session')}; one that is ended is over at once</p>
        {signIns.length > 0 ? (
          <button type="button" className="button" onClick={() => end({})}>
            End every session
          </button>
        ) : null}
      </div>
      <div className={said === '' ? undefined : 'mb-2'}>
        <Said words={said} at={line} />
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      {signIns.length > 0 ? (
        <SignInTable
          caption="Where they are signed in, the latest use first"
          className="table-region min-h-0 border-b"
          signIns={signIns}
          end={({ id }, described) => (
            <button type="button" className="button button-row" onClick={() => end({ signIn: id })}>
              End<span className="sr-only"> the session of {described}</span>
            </button>
          )}
        />
      ) : (
        <p className="border-y border-rule bg-surface px-3 py-3">
          <bdi>{person.name}</bdi> is signed in nowhere.
        </p>
      )}
    </section>
  );
}
