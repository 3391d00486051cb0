import { changeName } from '@/core/change/change';
import { minute } from '@/core/shown/format';
import { Link } from '../link';
import { changesAddress } from './change-filter';
import { ChangeMarks, ChangeStatus } from './change-status';
import { titleOf } from './change-words';
import type { ChangeListPage } from './views';
import './changes.css';

interface DeviceChangesProps {
  readonly device: { readonly id: string; readonly customer: string };
  /** The newest of this device. */
  readonly page: ChangeListPage;
}

/** What was changed on a device, or was to be, the newest first. */
export function DeviceChanges({ device: { id, customer }, page: { items } }: DeviceChangesProps) {
  return (
    <section aria-labelledby="changes" data-permission="template.deploy">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h2 id="changes">Changes</h2>
        <Link href={`/templates?device=${id}`}>Deploy a template</Link>
      </div>
      {items.length === 0 ? (
        <p className="panel-empty border-y border-rule bg-surface">Nothing was changed on it from here yet.</p>
      ) : (
        <ul className="earlier">
          {items.map((change) => (
            <li key={change.id} className="earlier-change">
              <time className="mono text-ink-2" dateTime={change.askedAt}>
                {minute(change.askedAt)}
              </time>
              <Link className="row-link" href={`/changes/${change.id}`}>
                <span className="mono">{changeName(change.number)}</span> <bdi>{titleOf(change)}</bdi>
              </Link>
              <span>
                <ChangeStatus state={change.state} />
                <ChangeMarks change={change} now={null} />
              </span>
              <span className="text-ink-2">{change.by.name}</span>
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 ? null : (
        <p className="mt-2">
          <Link href={changesAddress(`/customers/${customer}/changes`, { device: id })}>All changes of it</Link>
        </p>
      )}
    </section>
  );
}
