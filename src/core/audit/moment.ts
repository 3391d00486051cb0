const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const written = /^(?<day>[12]\d{3}-\d{2}-\d{2})(?:T(?<minute>\d{2}:\d{2})(?<second>:\d{2}(?:\.\d{1,6})?)?Z?)?$/i;

/**
 * A moment as a query writes it: ISO 8601 in UTC (a day, a minute, a second, down to microseconds), or a length back from
 * `now` (milliseconds since 1970) such as `30m`, `24h`, `7d`, `2w`, with or without a minus. ISO 8601 with a Z, or null.
 */
export function momentIn(text: string, now: number): string | null {
  const [, count = '', unit = ''] = /^-?(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (unit !== '') return new Date(now - Number(count) * (units[unit] ?? 0)).toISOString();
  const { day = '', minute = '00:00', second = ':00' } = written.exec(text)?.groups ?? {};
  const moment = `${day}T${minute}${second}Z`;
  // Date takes the 31st of February for a day in March; PostgreSQL takes it for a mistake, and so does this.
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? null : moment;
}
