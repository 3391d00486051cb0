import { millisecond } from '@/core/shown/format';

/** `2026-11-23 14:07:32.123 UTC = 2026-11-23 15:07:32 GMT+01:00, Europe/Berlin`; a zone that nobody knows is named only. */
export function inZone(iso: string, timeZone: string): string {
  const utc = `${millisecond(iso)} UTC`;
  const local = localTime(new Date(iso), timeZone);
  return local === null ? utc : `${utc} = ${local}, ${timeZone}`;
}

function localTime(at: Date, timeZone: string): string | null {
  try {
    // Sweden writes dates as ISO 8601 does.
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
    return `${date} ${parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''}`.trim();
  } catch {
    // A zone of a newer table than this machine's: UTC is what counts.
    return null;
  }
}
