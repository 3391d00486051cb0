import { age } from '@/core/shown/format';
import type { CapableDevice } from '../live/views';

interface DeviceCapabilitiesProps {
  readonly device: Pick<CapableDevice, 'capabilities' | 'capableAt'>;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** What the router said that it can do: by it actions are offered here or shown as disabled. */
export function DeviceCapabilities({ device: { capabilities, capableAt }, now }: DeviceCapabilitiesProps) {
  if (capabilities === null || capableAt === null) return null;
  const { board, packages, policies, deviceMode } = capabilities;
  const lines: readonly (readonly [name: string, value: string | null])[] = [
    ['Board', board],
    ['Packages', packages?.join(', ') ?? null],
    ['Account may', policies?.join(', ') ?? null],
    ['Device-mode', deviceMode?.mode ?? null],
    ['Forbids', deviceMode === null || deviceMode.forbids.length === 0 ? null : deviceMode.forbids.join(', ')],
  ];
  return (
    <section aria-labelledby="capabilities">
      <h2 id="capabilities" className="mb-2">
        What it can do
      </h2>
      <dl className="facts border-y border-rule bg-surface px-3 py-2">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>{value === null || value === '' ? '—' : <bdi>{value}</bdi>}</dd>
          </div>
        ))}
        <dt>Asked</dt>
        <dd>
          <time dateTime={capableAt}>{age(now - Date.parse(capableAt))} ago</time>
        </dd>
      </dl>
    </section>
  );
}
