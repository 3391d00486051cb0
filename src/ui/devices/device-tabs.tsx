import { number } from '@/core/shown/format';
import type { DeviceState } from '@/core/status';
import { Link } from '../link';
import { type DeviceFilter, filterAddress } from './filter';
import { type StateCounts, sumOf } from './standing';
import { stateWords } from './status';

interface DeviceTabsProps {
  readonly path: string;
  readonly filter: DeviceFilter;
  readonly counts: StateCounts;
}

const order = ['down', 'noData', 'up'] as const satisfies readonly DeviceState[];

/** The states as tabs, what is wrong before what is not. Each is an address, and its count is live. */
export function DeviceTabs({ path, filter: { state: current, ...rest }, counts }: DeviceTabsProps) {
  return (
    <nav className="tabs" aria-label="By status">
      <Tab href={filterAddress(path, rest)} words="All" count={sumOf(counts)} isCurrent={current === undefined} />
      {order.map((state) => (
        <Tab
          key={state}
          href={filterAddress(path, { ...rest, state })}
          words={stateWords[state]}
          count={counts[state]}
          isCurrent={current === state}
        />
      ))}
    </nav>
  );
}

interface TabProps {
  readonly href: string;
  readonly words: string;
  readonly count: number;
  readonly isCurrent: boolean;
}

function Tab({ href, words, count, isCurrent }: TabProps) {
  return (
    <Link className="tab" href={href} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
      {words} <span className="mono">{number(count)}</span>
    </Link>
  );
}
