import type { ReactNode } from 'react';
import { browserName, minute } from '@/core/shown/format';

export interface SignInRow {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  /** The one that asks; of somebody else's none is. */
  readonly current?: boolean;
}

interface SignInTableProps<Row extends SignInRow> {
  readonly caption: string;
  readonly signIns: readonly Row[];
  readonly className: string;
  /** What ends it; `described` is "Firefox 142 on Linux from 203.0.113.8", for people who cannot see the row. */
  readonly end: (signIn: Row, described: string) => ReactNode;
}

/** Where somebody is signed in. */
export function SignInTable<Row extends SignInRow>({ caption, signIns, className, end }: SignInTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={className} tabIndex={0} aria-label="Session table">
      <table className="table table-sign-ins">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Browser or program</th>
            <th scope="col">From</th>
            <th scope="col">Signed in, UTC</th>
            <th scope="col">Last seen, UTC</th>
            <th scope="col">Ends at the latest, UTC</th>
            <th scope="col">
              <span className="sr-only">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {signIns.map((signIn) => (
            <tr key={signIn.id}>
              <td className="cell-agent">
                {browserName(signIn.agent)} {signIn.current ? <span className="badge ml-1">this one</span> : null}
              </td>
              <td className="cell-from mono">{signIn.address}</td>
              <td className="cell-created mono">
                <time dateTime={signIn.createdAt}>{minute(signIn.createdAt)}</time>
              </td>
              <td className="cell-used mono">
                <time dateTime={signIn.lastUsedAt}>{minute(signIn.lastUsedAt)}</time>
              </td>
              <td className="cell-ends mono">
                <time dateTime={signIn.expiresAt}>{minute(signIn.expiresAt)}</time>
              </td>
              <td className="cell-end">{end(signIn, `${browserName(signIn.agent)} from ${signIn.address}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
