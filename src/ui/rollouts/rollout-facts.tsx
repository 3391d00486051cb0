import { clockTime, minute, roleTitle, span } from '@/core/shown/format';
import { CopyId } from '../controls/copy-id';
import type { RolloutView } from './views';

interface RolloutFactsProps {
  readonly rollout: RolloutView;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** What the decision is about, in numbers. */
export function RolloutFacts({ rollout, now }: RolloutFactsProps) {
  const { tier, waveSize, state, expiresAt, runsUntil, digest, authorisedBy, authorisedAt } = rollout;
  const leftSeconds = expiresAt === null ? 0 : (Date.parse(expiresAt) - now) / 1000;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">About it</h2>
      <dl>
        <dt>Waves</dt>
        <dd>one, then {waveSize} at a time</dd>
        {authorisedBy === null || authorisedAt === null ? null : (
          <>
            <dt>Authorised by</dt>
            <dd>
              {authorisedBy.name} · {roleTitle(authorisedBy.role)},{' '}
              <span className="mono">{clockTime(new Date(authorisedAt))}</span>
            </dd>
          </>
        )}
        {rollout.isBreakGlass ? (
          <>
            <dt>Alone, because</dt>
            <dd className="whitespace-pre-wrap">
              <bdi>{rollout.reason}</bdi>
            </dd>
          </>
        ) : null}
        {state === 'planned' && leftSeconds > 0 ? (
          <>
            <dt>Expires in</dt>
            <dd className="mono">{span(leftSeconds)}</dd>
          </>
        ) : null}
        {runsUntil === null ? null : (
          <>
            <dt>May begin until, UTC</dt>
            <dd className="mono">{minute(runsUntil)}</dd>
          </>
        )}
        {tier === null ? null : (
          <>
            <dt>Risk</dt>
            <dd className="mono">{tier}</dd>
          </>
        )}
        {digest === null ? null : (
          <>
            <dt>Digest</dt>
            <dd className="mono">
              <CopyId id={digest} what="the digest of all previews" />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
