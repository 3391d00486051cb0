import type { ReactNode } from 'react';
import { abilitiesOf } from '@/core/enrolment/accounts';
import { age, milliseconds, minute, span } from '@/core/shown/format';
import { Link } from '../link';
import type { ListedDevice } from '../live/views';
import { filterAddress } from './filter';
import { isStale, standingOf } from './standing';
import { stateWords } from './status';
import { Unknown } from './unknown';

interface DeviceReadingsProps {
  readonly device: ListedDevice;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** What the last try says of a certificate that is not the confirmed one. */
const transportWords: Readonly<Record<string, string>> = {
  notConfirmed: 'TLS, certificate not confirmed',
  certificateDiffers: 'TLS, certificate differs',
};

/** What it last said of itself, in one line of figures. What is old is faint, and the last contact says how old. */
export function DeviceReadings({ device, now }: DeviceReadingsProps) {
  const {
    address,
    port,
    transport,
    faultCode,
    identity,
    model,
    version,
    cpuPercent,
    uptimeSeconds,
    roundTripMs,
    tags,
  } = device;
  const old = isStale(device, now) ? { 'data-stale': '' } : {};
  const unknown = <Unknown of={device} />;
  return (
    <dl className="readings">
      <Reading title="Identity">{identity === null ? unknown : <bdi>{identity}</bdi>}</Reading>
      <Reading title="Address" isMono>
        {address}:{port}
      </Reading>
      <Reading title="Transport">
        {transport === 'tls' ? (
          (transportWords[faultCode ?? ''] ?? 'TLS, certificate confirmed')
        ) : (
          <b className="text-fail">Plain: the password travels unencrypted</b>
        )}
      </Reading>
      <Reading title="Credentials">{device.accounts.length === 0 ? 'none' : abilitiesOf(device.accounts)}</Reading>
      <Reading title="Model">{model === null ? unknown : <bdi>{model}</bdi>}</Reading>
      <Reading title="RouterOS" isMono>
        {version ?? unknown}
      </Reading>
      <Reading title="Round trip" isMono {...old}>
        {roundTripMs === null ? unknown : `${milliseconds(roundTripMs)} ms`}
      </Reading>
      <Reading title="CPU" isMono {...old}>
        {cpuPercent === null ? unknown : `${cpuPercent} %`}
      </Reading>
      <Reading title="Uptime" isMono {...old}>
        {uptimeSeconds === null ? unknown : span(uptimeSeconds)}
      </Reading>
      <Reading title={`${stateWords[standingOf(device, now).state]} since`}>
        <Since device={device} now={now} />
      </Reading>
      <Reading title="Last contact">
        <LastContact device={device} now={now} />
      </Reading>
      <Reading title="Tags">
        {tags.length === 0 ? '—' : null}
        <span className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <Link key={tag} className="tag" href={filterAddress(`/customers/${device.customer}/devices`, { tag })}>
              {tag}
            </Link>
          ))}
        </span>
      </Reading>
    </dl>
  );
}

interface ReadingProps {
  readonly title: string;
  readonly isMono?: boolean;
  readonly children: ReactNode;
}

function Reading({ title, isMono = false, children, ...marks }: ReadingProps) {
  return (
    <div {...marks}>
      <dt>{title}</dt>
      <dd className={isMono ? 'mono' : undefined}>{children}</dd>
    </div>
  );
}

function Since({ device, now }: DeviceReadingsProps) {
  const { since } = standingOf(device, now);
  if (since === null) return <>never asked</>;
  return <time dateTime={since}>{minute(since)} UTC</time>;
}

function LastContact({ device: { answeredAt, triedAt }, now }: DeviceReadingsProps) {
  if (answeredAt === null) return <>{triedAt === null ? 'never asked' : 'never answered'}</>;
  return (
    <>
      <time dateTime={answeredAt}>{minute(answeredAt)} UTC</time>
      <span className="text-ink-3"> · {age(now - Date.parse(answeredAt))} ago</span>
    </>
  );
}
