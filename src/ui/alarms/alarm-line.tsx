import { minute } from '@/core/shown/format';
import { Link } from '../link';
import type { OpenAlarm } from '../live/views';

interface AlarmLineProps {
  readonly device: { readonly id: string; readonly customer: string };
  readonly alarm: OpenAlarm;
}

/** That a device is an alarm, and who looks after it. */
export function AlarmLine({ device, alarm: { since, site, acknowledgedBy, note } }: AlarmLineProps) {
  return (
    <p className="mt-2" role="status">
      <Link href={`/customers/${device.customer}/alarms?device=${device.id}`}>Alarm</Link> since{' '}
      <time dateTime={since}>{minute(since)} UTC</time>
      {site === null ? '' : <bdi>, with all of {site}</bdi>},{' '}
      {acknowledgedBy === null ? 'acknowledged by nobody yet' : `acknowledged by ${acknowledgedBy}`}
      {note === null ? '' : <bdi>: {note}</bdi>}
    </p>
  );
}
