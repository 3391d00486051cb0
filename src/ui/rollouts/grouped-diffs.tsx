import { counted } from '@/core/shown/format';
import { DiffOf } from '../changes/change-diff';
import type { MemberView } from './views';

interface GroupedDiffsProps {
  readonly members: readonly MemberView[];
  readonly isProposed: boolean;
}

interface Group {
  readonly names: readonly string[];
  readonly found: NonNullable<MemberView['found']>;
}

/** Devices on which the same becomes of the same; what differs on one of them is seen. */
function groupsOf(members: readonly MemberView[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { name, found, state } of members) {
    if (found === null || state === 'unneeded') continue;
    // The number of a row is each router's own.
    const key = JSON.stringify(found.changes.map(({ row: _, anchor: __, ...told }) => told));
    groups.set(key, { found, names: [...(groups.get(key)?.names ?? []), name] });
  }
  return [...groups.values()].toSorted((one, other) => other.names.length - one.names.length);
}

/** What stands on the routers and what would stand there, once for all on which it is the same. */
export function GroupedDiffs({ members, isProposed }: GroupedDiffsProps) {
  const groups = groupsOf(members);
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="diffs">
      <h2 id="diffs">{groups.length === 1 ? 'The change' : `The change, in ${groups.length} kinds of routers`}</h2>
      {groups.map(({ names, found }) => (
        <section key={names[0]} aria-label={`Change on ${names.join(', ')}`}>
          <h3>
            {counted(names.length, 'device')}: <span className="font-normal text-ink-2">{names.join(', ')}</span>
          </h3>
          <DiffOf steps={found.steps} changes={found.changes} isProposed={isProposed} />
        </section>
      ))}
    </section>
  );
}
