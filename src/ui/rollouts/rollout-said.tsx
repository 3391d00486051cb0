import type { ReactNode } from 'react';
import { counted, minute, roleTitle } from '@/core/shown/format';
import type { MemberView, RolloutView } from './views';

interface RolloutSaidProps {
  readonly rollout: RolloutView;
  readonly members: readonly MemberView[];
}

/** How it stands, in at most three plain sentences; while a decision is due, what it would be a decision of. */
export function RolloutSaid({ rollout, members }: RolloutSaidProps) {
  return (
    <div role="status" className="change-outcome">
      {wordsFor(rollout, members)}
    </div>
  );
}

type Look = 'ok' | 'write' | 'fail';

const Said = ({ title, look, children }: { title: string; look?: Look; children: ReactNode }) => (
  <div className={look === undefined ? 'notice flex-wrap' : `notice notice-${look} flex-wrap`}>
    <b>{title}</b>
    <span>{children}</span>
  </div>
);

function wordsFor(rollout: RolloutView, members: readonly MemberView[]): ReactNode {
  const { state, counts, waveSize, reason, rejectedBy, by } = rollout;
  switch (state) {
    case 'planned':
      return counts.previewing > 0 ? (
        <Said title="Reading the routers">What it would do on each appears here. Nothing is changed by this.</Said>
      ) : (
        <Said title="Before you authorise" look="write">
          {counted(counts.waiting, 'device')} would be changed: the first alone, then {waveSize} at a time, the next
          wave only when all of the last are verified. It stops on the first that does not come out as shown; a router
          that loses us undoes it by itself. {leftOut(counts)}
        </Said>
      );
    case 'running':
      return (
        <Said title="Under way" look="write">
          The next wave begins when all of the last are verified. {waitingSentence(members)}
        </Said>
      );
    case 'stopped':
      return <Stopped rollout={rollout} members={members} />;
    case 'done':
      return <Over rollout={rollout} />;
    case 'withdrawn':
      return <Said title="Withdrawn">{by.name} withdrew it. Nothing was changed on a router.</Said>;
    case 'rejected':
      return (
        <Said title="Rejected">
          {rejectedBy === null ? 'Somebody' : `${rejectedBy.name} (${roleTitle(rejectedBy.role)})`} rejected it:{' '}
          <q className="whitespace-pre-wrap">{reason}</q> Nothing was changed on a router.
        </Said>
      );
    case 'expired':
      return (
        <Said title="Expired">
          {rollout.authorisedAt === null
            ? 'Nobody decided in time, and the routers may be others by now. Nothing was changed on a router.'
            : 'Its authorisation is too old. What had not begun is as it was.'}{' '}
          Ask for it anew.
        </Said>
      );
  }
}

const leftOut = ({ leftOut: count, unneeded }: RolloutView['counts']): string =>
  [
    count === 0 ? '' : `${counted(count, 'device')} cannot take it and ${count === 1 ? 'is' : 'are'} left out.`,
    unneeded === 0 ? '' : `On ${counted(unneeded, 'device')} there is nothing to do.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');

/** Where a window keeps the next ones from beginning, or a read on a router keeps one whose turn it is. */
const waitingSentence = (members: readonly MemberView[]): string =>
  members.some(
    ({ state, releasedAt, waitsFor }) =>
      state === 'applying' || (state === 'authorised' && releasedAt !== null && waitsFor === null),
  )
    ? ''
    : (members.find(({ waitsFor }) => waitsFor !== null)?.waitsFor ?? '');

function Stopped({ rollout, members }: RolloutSaidProps) {
  const { stoppedBy, stoppedAt, counts, whyNot } = rollout;
  const bad = members.findLast(({ isPart, state }) => isPart && ['failed', 'reverted', 'unknown'].includes(state));
  const when = stoppedAt === null ? '' : `, ${minute(stoppedAt)} UTC`;
  return (
    <Said title="Stopped" look={stoppedBy === null ? 'fail' : 'write'}>
      {stoppedBy === null
        ? `${bad?.name ?? 'A device'} did not come out as shown${when}.`
        : `${stoppedBy} stopped it${when}.`}{' '}
      {counted(counts.waiting, 'device')} {counts.waiting === 1 ? 'has' : 'have'} not begun and{' '}
      {counts.waiting === 1 ? 'is' : 'are'} as before. {whyNot.resume ?? 'It can be resumed with those.'}
    </Said>
  );
}

function Over({ rollout: { counts, authorisedAt } }: { readonly rollout: RolloutView }) {
  if (authorisedAt === null)
    return (
      <Said title="Nothing to authorise">
        Of none of its devices is there anything to be made. Nothing was changed.
      </Said>
    );
  if (counts.failed === 0)
    return (
      <Said title="Verified" look="ok">
        {counted(counts.verified, 'device')} {counts.verified === 1 ? 'was' : 'were'} changed, reached on a new
        connection, read back as shown, and kept. {leftOut(counts)}
      </Said>
    );
  return (
    <Said title="Over" look="fail">
      {counted(counts.verified, 'device')} verified, {counted(counts.failed, 'device')} failed. {leftOut(counts)}
    </Said>
  );
}
