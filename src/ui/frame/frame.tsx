import type { ReactNode } from 'react';
import { Link } from '../link';
import type { Preferences } from '../preferences';
import type { RestLine } from '../rest-line';
import { Clock } from './clock';
import { ConsoleLine } from './console-line';
import { FindBox } from './find-box';
import { Navigation } from './navigation';
import { PersonMenu } from './person-menu';
import { ScopePicker } from './scope-picker';
import type { ScopeCustomer, Shell } from './shell';

export interface FrameProps {
  readonly shell: Shell;
  /** The customer the page is about; `null` is "All my customers", which is a scope too. */
  readonly scope: ScopeCustomer | null;
  /** The navigation item this page belongs to, by its path. */
  readonly at: string;
  /** The request that gives what the page shows; `null` for a page that shows nothing but itself. */
  readonly line: RestLine | null;
  /** Something on the page can change a router. */
  readonly isWriting?: boolean;
  readonly preferences: Preferences;
  readonly children: ReactNode;
}

/** The frame of every page behind the sign-in. Scope is always one click away and always written out. */
export function Frame({ shell, scope, at, line, isWriting = false, preferences, children }: FrameProps) {
  return (
    <div
      className="app"
      {...(scope ? { 'data-stripe': scope.stripe } : {})}
      {...(isWriting ? { 'data-mode': 'write' } : {})}
    >
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="stripe" />
      {shell.demo ? (
        <aside className="demo" aria-label="Demo">
          <span className="badge">DEMO</span>{' '}
          <span>
            Invented customers and devices. <span className="max-desk:hidden">Nothing here reaches a real router.</span>
          </span>
        </aside>
      ) : null}
      <header className="head">
        <Link className="brand" href="/devices">
          Routeward
        </Link>
        <ScopePicker customers={shell.customers} current={scope} devices={shell.devices} at={at} />
        <FindBox customer={scope?.slug ?? null} />
        <Clock renderedAt={new Date().toISOString()} />
        <PersonMenu name={shell.me.name} role={shell.me.role} preferences={preferences} />
      </header>
      <Navigation shell={shell} scope={scope} at={at} />
      <main className="page" id="main">
        {children}
      </main>
      {line ? <ConsoleLine line={line} /> : null}
    </div>
  );
}
