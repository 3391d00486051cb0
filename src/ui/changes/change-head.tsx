import { changeName } from '@/core/change/change';
import { minute, roleTitle } from '@/core/shown/format';
import { Link } from '../link';
import { ChangeMarks, ChangeStatus } from './change-status';
import { titleOf } from './change-words';
import type { ChangeView } from './views';

/** What it is, of whom, on which device; by whom and when it was asked for; and how it stands. */
export function ChangeHead({ change, now }: { readonly change: ChangeView; readonly now: number }) {
  const { number, state, customer, device, deviceName, template, isDirect, version, by, askedAt, reverts } = change;
  return (
    <header className="change-head">
      <p className="mb-1">
        <Link href={`/customers/${customer}/changes`}>Changes in {customer}</Link>
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="badge badge-write">WRITE</span>
        <h1>
          {changeName(number)} <bdi>{titleOf(change)}</bdi> on {deviceName}
        </h1>
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2 text-ink-2">
        <ChangeStatus state={state} />
        <ChangeMarks change={change} now={now} />
        <span>
          · {isDirect ? 'action' : 'template'}{' '}
          <Link href={isDirect ? `/actions/${template}` : `/templates/${template}`}>
            {template} v{version}
          </Link>
        </span>
        <span>
          · on <Link href={`/devices/${device}`}>{deviceName}</Link>
        </span>
        <span>
          · asked <time dateTime={askedAt}>{minute(askedAt)} UTC</time> by {by.name} · {roleTitle(by.role)}
        </span>
        {reverts === null ? null : (
          <span>
            · takes <Link href={`/changes/${reverts.id}`}>{changeName(reverts.number)}</Link> back
          </span>
        )}
      </p>
    </header>
  );
}
