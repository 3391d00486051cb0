'use client';

import { useRouter } from 'next/navigation';
import { rolloutName } from '@/core/rollout/rollout';
import { counted } from '@/core/shown/format';
import { BreakGlass } from '../changes/break-glass';
import { Authorise } from '../changes/decision';
import { Reject } from '../changes/reject';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { Link } from '../link';
import { unanswered } from '../request';
import { api, failureOf } from '../trpc';
import { RolloutFacts } from './rollout-facts';
import type { RolloutView } from './views';

interface RolloutRailProps {
  readonly rollout: RolloutView;
  /** The server's time in milliseconds. */
  readonly now: number;
  readonly onChange: (rollout: RolloutView) => void;
}

/** The decision over all of it, and from then on what can be done while it goes; and what it is about, in numbers. */
export function RolloutRail({ rollout, now, onChange }: RolloutRailProps) {
  const router = useRouter();
  const { id, state } = rollout;
  const { run, isBusy, failure } = useDeed();

  function lookAgain() {
    const show = (page: { readonly rollout: RolloutView }) => onChange(page.rollout);
    // It may have been done all the same; where this is not answered either, what was said beside the button stays.
    api.rollouts.get.query({ rollout: id }).then(show, () => undefined);
  }

  const decide = (deed: () => Promise<RolloutView>) =>
    run(async () => {
      try {
        onChange(await deed());
      } catch (error) {
        if (failureOf(error) === unanswered) lookAgain();
        throw error;
      }
    });
  const retry = () =>
    run(async () => {
      const made = await api.rollouts.retry.mutate({ rollout: id });
      router.push(`/jobs/${made.rollout}`);
    });
  return (
    <aside className="change-rail" aria-label="Decision">
      <div className="hazard" />
      <div className="change-facts">
        {state === 'planned' ? <Decision rollout={rollout} isBusy={isBusy} decide={decide} /> : null}
        <Deeds rollout={rollout} isBusy={isBusy} decide={decide} retry={retry} />
        {failure === unanswered ? (
          <div className="notice notice-fail" role="alert">
            The server did not answer. Whether it was done is not known: look at it again.
          </div>
        ) : failure ? (
          <FailureNotice failure={failure} />
        ) : null}
        <RolloutFacts rollout={rollout} now={now} />
        <p className="text-ink-2">
          <Link href="/jobs">All jobs</Link>
        </p>
      </div>
    </aside>
  );
}

interface DecidingProps {
  readonly rollout: RolloutView;
  readonly isBusy: boolean;
  readonly decide: (deed: () => Promise<RolloutView>) => void;
}

/** Whether it is made: a press, or for a W3 its number typed before. Why somebody may not is said. */
function Decision({ rollout, isBusy, decide }: DecidingProps) {
  const { id, tier, digest, isOwn, number, whyNot, counts } = rollout;
  const ground = isOwn
    ? `You asked for it. It is a ${tier}, so you can authorise it yourself.`
    : 'You did not ask for it, so you can authorise it.';
  return (
    <section aria-labelledby="decision">
      <h2 id="decision">Decision</h2>
      <p className="text-ink-2">
        {digest === null && counts.previewing > 0
          ? 'It is decided once each device was read.'
          : (whyNot.authorise ?? ground)}
      </p>
      {digest !== null && whyNot.authorise === null ? (
        <Authorise
          name={rolloutName(number)}
          isTyped={tier === 'W3'}
          isBusy={isBusy}
          onAuthorise={() => decide(() => api.rollouts.authorise.mutate({ rollout: id, digest }))}
        />
      ) : null}
      {digest !== null && whyNot.breakGlass === null ? (
        <BreakGlass
          isBusy={isBusy}
          onBreak={(given) => decide(() => api.rollouts.breakGlass.mutate({ rollout: id, digest, ...given }))}
        />
      ) : null}
      {whyNot.reject === null ? (
        <Reject
          isBusy={isBusy}
          onReject={(reason) => decide(() => api.rollouts.reject.mutate({ rollout: id, reason }))}
        />
      ) : null}
      {whyNot.withdraw === null ? (
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={() => decide(() => api.rollouts.withdraw.mutate({ rollout: id }))}
        >
          Withdraw
        </button>
      ) : null}
    </section>
  );
}

/** Stop at any moment, resume with what has not begun, ask once more for what failed. */
function Deeds({ rollout, isBusy, decide, retry }: DecidingProps & { readonly retry: () => void }) {
  const { id, whyNot, counts, failures, retriedBy } = rollout;
  const hindrances = hindrancesOf(rollout);
  const isNone = whyNot.stop !== null && whyNot.resume !== null && whyNot.retry !== null;
  if (isNone && hindrances.length === 0) return null;
  return (
    <section aria-labelledby="deeds">
      <h2 id="deeds">{isNone ? 'Why it does not go on' : 'What can be done'}</h2>
      {hindrances.map((sentence) => (
        <p key={sentence} className="text-ink-2">
          {sentence}
        </p>
      ))}
      {whyNot.stop === null ? (
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={() => decide(() => api.rollouts.stop.mutate({ rollout: id }))}
        >
          Stop: begin nothing more
        </button>
      ) : null}
      {whyNot.resume === null ? (
        <button
          type="button"
          className="button button-write"
          aria-disabled={isBusy}
          onClick={() => decide(() => api.rollouts.resume.mutate({ rollout: id }))}
        >
          Resume with {counted(counts.waiting, 'device')}
        </button>
      ) : null}
      {whyNot.retry === null && retriedBy === null ? (
        <button type="button" className="button" aria-disabled={isBusy} onClick={retry}>
          Retry {counted(failures, 'device')} that failed
        </button>
      ) : null}
    </section>
  );
}

/** Why one that stopped is not resumed, and what failed not asked once more: somebody may wait for a button that does not come. */
const hindrancesOf = ({ state, failures, whyNot, counts }: RolloutView): readonly string[] => {
  const isResumable = state === 'stopped' && counts.waiting > 0;
  const isRetriable = failures > 0 && (state === 'stopped' || state === 'done');
  const told = [isResumable ? whyNot.resume : null, isRetriable ? whyNot.retry : null];
  return [...new Set(told)].filter((sentence) => sentence !== null);
};
