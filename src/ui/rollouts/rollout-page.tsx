'use client';

import { rolloutName } from '@/core/rollout/rollout';
import { counted, minute, roleTitle } from '@/core/shown/format';
import { GlassBroken } from '../changes/change-status';
import { useOnConsole } from '../frame/console-store';
import { Link } from '../link';
import { useNow } from '../live/now';
import { GroupedDiffs } from './grouped-diffs';
import { Preflight } from './preflight';
import { ResultMatrix } from './result-matrix';
import { RolloutRail } from './rollout-rail';
import { RolloutSaid } from './rollout-said';
import { countWords, RolloutStatus } from './rollout-words';
import { useRollout } from './use-rollout';
import type { RolloutEvent, RolloutView } from './views';
import '../changes/changes.css';
import './rollouts.css';

interface RolloutPageProps {
  readonly page: RolloutEvent;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** One template on many devices, from what it would do on each to how it went: the same page before the decision and after it. */
export function RolloutPage({ page, renderedAt }: RolloutPageProps) {
  const { rollout, members, take } = useRollout(page);
  const now = useNow(renderedAt);
  const { lines, counts } = rollout;
  const at = counted(counts.devices, 'device');
  useOnConsole(lines.length === 0 ? null : { at, line: lines.join('; '), hint: null, isWrite: true });
  const isDecided = rollout.authorisedAt !== null;
  return (
    <div className="change">
      <div className="change-main">
        <Head rollout={rollout} />
        <RolloutSaid rollout={rollout} members={members} />
        {isDecided ? <ResultMatrix members={members} /> : <Preflight members={members} />}
        <GroupedDiffs members={members} isProposed={!isDecided && rollout.state === 'planned'} />
      </div>
      <RolloutRail rollout={rollout} now={now} onChange={take} />
    </div>
  );
}

function Head({ rollout }: { readonly rollout: RolloutView }) {
  const { number, title, customer, counts, template, version, by, askedAt, isBreakGlass, retriedBy, retryOf } = rollout;
  return (
    <header className="change-head">
      <p className="mb-1">
        <Link href={`/customers/${customer}/jobs`}>Jobs in {customer}</Link>
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="badge badge-write">WRITE</span>
        <h1>
          {rolloutName(number)} {title} on {counted(counts.devices, 'device')}
        </h1>
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2 text-ink-2">
        <span role="status">
          <RolloutStatus rollout={rollout} /> · {countWords(counts)}
        </span>
        {isBreakGlass ? <GlassBroken /> : null}
        <span>
          · template{' '}
          <Link href={`/templates/${template}`}>
            {template} v{version}
          </Link>
        </span>
        <span>
          · asked <time dateTime={askedAt}>{minute(askedAt)} UTC</time> by {by.name} · {roleTitle(by.role)}
        </span>
        {retryOf === null ? null : (
          <span>
            · retries <Link href={`/jobs/${retryOf}`}>what failed before</Link>
          </span>
        )}
        {retriedBy === null ? null : (
          <span>
            · retried by <Link href={`/jobs/${retriedBy.id}`}>{rolloutName(retriedBy.number)}</Link>
          </span>
        )}
      </p>
    </header>
  );
}
