import { number } from '@/core/shown/format';
import { Link } from '../link';

interface StateTabsProps<State extends string> {
  /** Each with its words and how many there are, where that is counted; undefined stands for all of them. */
  readonly tabs: readonly (readonly [words: string, state: State | undefined, count: number | null])[];
  readonly current: State | undefined;
  readonly addressOf: (state: State | undefined) => string;
}

/** The states that a list can be narrowed to. */
export const StateTabs = <State extends string>({ tabs, current, addressOf }: StateTabsProps<State>) => (
  <nav className="tabs" aria-label="By state">
    {tabs.map(([words, state, count]) => (
      <Link
        key={words}
        className="tab"
        href={addressOf(state)}
        {...(state === current ? { 'aria-current': 'page' as const } : {})}
      >
        {words} {count === null ? null : <span className="mono">{number(count)}</span>}
      </Link>
    ))}
  </nav>
);
