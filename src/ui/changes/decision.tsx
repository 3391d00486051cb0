'use client';

import { type FormEvent, useState } from 'react';
import type { Tier } from '@/core/actions/define';
import { changeName } from '@/core/change/change';
import { keptBy } from '@/core/change/effects';
import { notOnCall } from '@/core/change/on-call';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { unanswered } from '../request';
import { api, failureOf } from '../trpc';
import { ActOnCall } from './act-on-call';
import { BreakGlass } from './break-glass';
import { Reject } from './reject';
import { isTyped, TypedName } from './typed-name';
import type { ChangeView } from './views';

interface DecisionProps {
  readonly change: ChangeView;
  readonly onChange: (change: ChangeView) => void;
}

type Decide = (wanted: 'authorised' | 'rejected' | 'withdrawn', deed: () => Promise<ChangeView>) => unknown;

/** Whether it is made: a press, or for a W3 the number of the change typed before. Why somebody may not is said. */
export function Decision({ change, onChange }: DecisionProps) {
  const { id, tier, digest, isOwn, state, deviceName, whyNot, preview } = change;
  const { run, isBusy, failure } = useDeed();
  const [asked, setAsked] = useState('authorised');
  const isDue = state === 'previewed' && tier !== null && digest !== null;

  function lookAgain() {
    // It may have been done all the same; where this is not answered either, what was said beside the button stays.
    api.changes.get.query({ change: id }).then(onChange, () => undefined);
  }

  const decide: Decide = (wanted, deed) =>
    run(async () => {
      setAsked(wanted);
      try {
        onChange(await deed());
      } catch (error) {
        if (failureOf(error) === unanswered) lookAgain();
        throw error;
      }
    });

  return (
    <section aria-labelledby="decision">
      <h2 id="decision">Decision</h2>
      {isDue ? (
        <p className="text-ink-2">{whyNot.authorise ?? groundOf(tier, isOwn)}</p>
      ) : (
        <p className="text-ink-2">It is decided once {deviceName} was read.</p>
      )}
      {isDue && whyNot.authorise === null ? (
        <Authorise
          name={changeName(change.number)}
          lost={unguarded(preview)}
          isTyped={tier === 'W3'}
          isBusy={isBusy}
          onAuthorise={() => decide('authorised', () => api.changes.authorise.mutate({ change: id, digest }))}
        />
      ) : null}
      {isDue ? <Alone change={change} digest={digest} isBusy={isBusy} decide={decide} /> : null}
      {isDue && whyNot.reject === null ? (
        <Reject
          isBusy={isBusy}
          onReject={(reason) => decide('rejected', () => api.changes.reject.mutate({ change: id, reason }))}
        />
      ) : null}
      {whyNot.withdraw === null ? (
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={() => decide('withdrawn', () => api.changes.withdraw.mutate({ change: id }))}
        >
          Withdraw
        </button>
      ) : null}
      {failure === unanswered ? (
        <div className="notice notice-fail" role="alert">
          The server did not answer. Whether it was {asked} is not known: look at it again.
        </div>
      ) : failure ? (
        <>
          <FailureNotice failure={failure} />
          <p className="text-ink-2">Nothing was sent to the router by this.</p>
        </>
      ) : null}
    </section>
  );
}

interface AloneProps {
  readonly change: ChangeView;
  readonly digest: string;
  readonly isBusy: boolean;
  readonly decide: Decide;
}

/** Without the second person that it takes: by whoever is on call, or breaks the glass. */
function Alone({ change, digest, isBusy, decide }: AloneProps) {
  const { id, number, deviceName, whyNot } = change;
  const given = { change: id, digest };
  return (
    <>
      {isOnCallInVain(change) ? <p className="text-ink-2">{whyNot.onCall}</p> : null}
      {whyNot.onCall === null ? (
        <ActOnCall
          name={changeName(number)}
          deviceName={deviceName}
          isBusy={isBusy}
          onAct={(reason) => decide('authorised', () => api.changes.authoriseOnCall.mutate({ ...given, reason }))}
        />
      ) : null}
      {whyNot.breakGlass === null ? (
        <BreakGlass
          isBusy={isBusy}
          onBreak={(typed) => decide('authorised', () => api.changes.breakGlass.mutate({ ...given, ...typed }))}
        />
      ) : null}
    </>
  );
}

const unguarded = (preview: ChangeView['preview']): readonly string[] =>
  preview !== null && keptBy(preview) !== 'guard' ? preview.lost : [];

/** Whoever looks is on call, and that does not help them with what they asked for: why, is said. */
const isOnCallInVain = ({ isOwn, whyNot }: ChangeView): boolean =>
  isOwn && whyNot.authorise !== null && whyNot.onCall !== null && whyNot.onCall !== notOnCall;

interface AuthoriseProps {
  /** `C-12` */
  readonly name: string;
  /** Its number has to be typed: a button alone is pressed too easily. */
  readonly isTyped: boolean;
  readonly isBusy: boolean;
  /** What no guard undoes, and nothing brings back: said once more where it is decided. */
  readonly lost?: readonly string[];
  readonly onAuthorise: () => void;
}

export function Authorise({ name, isTyped: isToBeTyped, isBusy, lost = [], onAuthorise }: AuthoriseProps) {
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const isMeant = !isToBeTyped || isTyped(typed, name);
    setWrong(!isMeant);
    if (isMeant) return onAuthorise();
    event.currentTarget.querySelector('input')?.focus();
  }

  return (
    <form className="grid gap-2" onSubmit={submit} noValidate>
      {lost.length === 0 ? null : (
        <p className="font-medium text-write">No guard undoes this once it runs. {lost.join(' ')}</p>
      )}
      {isToBeTyped ? (
        <TypedName
          name={name}
          deed="authorise"
          value={typed}
          onType={setTyped}
          wrong={isWrong ? `This is not ${name}. Nothing was authorised.` : null}
        />
      ) : null}
      <button type="submit" className="button button-write" aria-disabled={isBusy}>
        {isBusy ? 'Asking' : 'Authorise and run'}
      </button>
    </form>
  );
}

/** Why they may. */
const groundOf = (tier: Tier, isOwn: boolean): string =>
  isOwn
    ? `You asked for this change. It is a ${tier}, so you can authorise it yourself.`
    : 'You did not ask for this change, so you can authorise it.';
