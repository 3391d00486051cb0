import { number } from '@/core/shown/format';
import { Link } from '../link';
import { inScope, navigationFor } from './navigation-items';
import type { ScopeCustomer, Shell } from './shell';

interface NavigationProps {
  readonly shell: Shell;
  readonly scope: ScopeCustomer | null;
  readonly at: string;
}

export function Navigation({ shell, scope, at }: NavigationProps) {
  const open = scope?.openSessions ?? shell.customers.reduce((sum, { openSessions }) => sum + openSessions, 0);
  const alarms = scope?.unacknowledgedAlarms ?? shell.unacknowledgedAlarms;
  const changes = scope?.changesForMe ?? shell.customers.reduce((sum, { changesForMe }) => sum + changesForMe, 0);
  const jobs = scope?.jobsForMe ?? shell.customers.reduce((sum, { jobsForMe }) => sum + jobsForMe, 0);
  const counts: Readonly<Record<string, string>> = {
    '/devices': number(scope?.deviceCount ?? shell.devices),
    '/customers': number(shell.customers.length),
    '/sessions': `${number(open)} open`,
    // Where nothing waits for anybody, nothing is said.
    ...(alarms === 0 ? {} : { '/alarms': `${number(alarms)} new` }),
    ...(changes === 0 ? {} : { '/changes': `${number(changes)} for you` }),
    ...(jobs === 0 ? {} : { '/jobs': `${number(jobs)} for you` }),
  };
  const items = navigationFor(shell.me.role);
  const sections = [...new Set(items.map((item) => item.section))];
  return (
    <nav className="side" aria-label="Main">
      {sections.map((section) => (
        <section key={section} aria-labelledby={`nav-${section}`}>
          <h2 id={`nav-${section}`}>{section}</h2>
          <ul>
            {items
              .filter((item) => item.section === section)
              .map(({ title, path, permission, minor }) => (
                <li key={path} data-permission={permission} className={minor ? 'max-desk:hidden' : undefined}>
                  <Link
                    href={inScope(path, scope?.slug ?? null)}
                    {...(path === at ? { 'aria-current': 'page' as const } : {})}
                  >
                    {title}
                    {path in counts ? (
                      <span className={path === '/alarms' ? 'count count-fail' : 'count'}>{counts[path]}</span>
                    ) : null}
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
