'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { browserName, counted, minute } from '@/core/shown/format';
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
        <SignInTable signIns={signIns} onEnd={(signIn) => end({ signIn })} />
      ) : (
        <p className="border-y border-rule bg-surface px-3 py-3">
          <bdi>{person.name}</bdi> is signed in nowhere.
        </p>
      )}
    </section>
  );
}

interface SignInTableProps extends Pick<PersonSignInsProps, 'signIns'> {
  readonly onEnd: (signIn: string) => void;
}

function SignInTable({ signIns, onEnd }: SignInTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region min-h-0 border-b" tabIndex={0} aria-label="Session table">
      <table className="table table-sign-ins">
        <caption className="sr-only">Where they are signed in, the latest use first</caption>
        <thead>
          <tr>
            <th scope="col">Browser or program</th>
            <th scope="col">From</th>
            <th scope="col">Signed in, UTC</th>
            <th scope="col">Last seen, UTC</th>
            <th scope="col">
              <span className="sr-only">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {signIns.map(({ id, address, agent, createdAt, lastUsedAt }) => (
            <tr key={id}>
              <td className="cell-agent">{browserName(agent)}</td>
              <td className="cell-from mono">{address}</td>
              <td className="cell-created mono">
                <time dateTime={createdAt}>{minute(createdAt)}</time>
              </td>
              <td className="cell-used mono">
                <time dateTime={lastUsedAt}>{minute(lastUsedAt)}</time>
              </td>
              <td className="cell-end">
                <button type="button" className="button button-row" onClick={() => onEnd(id)}>
                  End
                  <span className="sr-only">
                    {' '}
                    the session of {browserName(agent)} from {address}
                  </span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
