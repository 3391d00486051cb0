import type { RolloutCounts, RolloutState } from '@/core/rollout/rollout';
import { number } from '@/core/shown/format';
import type { RolloutLine } from './views';

const rolloutWords = {
  planned: 'Waits for a decision',
  running: 'Under way',
  stopped: 'Stopped',
  done: 'Over',
  withdrawn: 'Withdrawn',
  rejected: 'Rejected',
  expired: 'Expired',
} as const satisfies Record<RolloutState, string>;

/** Magenta: not real yet. Amber: routers change. Red: somebody has to look. Green: verified, all of it. */
function lookOf({ state, counts }: Pick<RolloutLine, 'state' | 'counts'>): string {
  if (state === 'planned') return 'text-proposed';
  if (state === 'running') return 'text-write';
  if (state === 'stopped') return counts.failed > 0 ? 'text-fail' : 'text-write';
  if (state === 'done' && counts.verified > 0) return counts.failed > 0 ? 'text-fail' : 'text-ok';
  return 'text-ink-2';
}

export function RolloutStatus({ rollout }: { readonly rollout: Pick<RolloutLine, 'state' | 'counts'> }) {
  const { state, counts } = rollout;
  const words = state === 'planned' && counts.previewing > 0 ? 'Reading the routers' : rolloutWords[state];
  return <span className={`font-medium ${lookOf(rollout)}`}>{words}</span>;
}

const counted = {
  previewing: 'being read',
  waiting: 'to come',
  begun: 'under way',
  verified: 'verified',
  failed: 'failed',
  unneeded: 'with nothing to do',
  leftOut: 'left out',
} as const satisfies Record<Exclude<keyof RolloutCounts, 'devices'>, string>;

/** `12 verified · 1 failed · 3 to come` */
export const countWords = (counts: RolloutCounts): string =>
  // safe: `counted` is a literal; its keys are exactly these.
  (Object.keys(counted) as (keyof typeof counted)[])
    .filter((one) => counts[one] > 0)
    .map((one) => `${number(counts[one])} ${counted[one]}`)
    .join(' · ');
