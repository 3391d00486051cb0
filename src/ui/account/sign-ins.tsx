import type { Role } from '@/core/access';
import { roleTitles } from '@/core/access';
import { browserName, counted, minute } from '@/core/shown/format';
import { ChangePassword } from './change-password';
import { EndEverySignIn } from './end-every-sign-in';
import { EndSignIn } from './end-sign-in';

export interface SignIn {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly current: boolean;
}

interface SignInsProps {
  readonly me: { readonly name: string; readonly email: string; readonly role: Role };
  readonly signIns: readonly SignIn[];
}

/** Where this person is signed in, the way to end one or all of it, and to another password. */
export function SignIns({ me, signIns }: SignInsProps) {
  const { title, can } = roleTitles[me.role];
  return (
    <>
      <div className="grid gap-3 px-4 py-3.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1>Signed-in sessions</h1>
          <p className="flex-1 text-ink-2">{counted(signIns.length, 'session')}</p>
          <ChangePassword email={me.email} />
          <EndEverySignIn count={signIns.length} />
        </div>
        <p className="text-ink-2">
          {me.name}, {me.email}. {title}: {can}
        </p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-region" tabIndex={0} aria-label="Session table">
        <table className="table table-sign-ins">
          <caption className="sr-only">Where you are signed in, the latest use first</caption>
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
            {signIns.map(({ id, address, agent, createdAt, lastUsedAt, expiresAt, current }) => (
              <tr key={id}>
                <td className="cell-agent">
                  {browserName(agent)} {current ? <span className="badge ml-1">this one</span> : null}
                </td>
                <td className="cell-from mono">{address}</td>
                <td className="cell-created mono">
                  <time dateTime={createdAt}>{minute(createdAt)}</time>
                </td>
                <td className="cell-used mono">
                  <time dateTime={lastUsedAt}>{minute(lastUsedAt)}</time>
                </td>
                <td className="cell-ends mono">
                  <time dateTime={expiresAt}>{minute(expiresAt)}</time>
                </td>
                <td className="cell-end">
                  {current ? null : <EndSignIn id={id} described={`${browserName(agent)} from ${address}`} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
