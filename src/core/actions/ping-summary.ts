import { counter, durationMs, number, percent } from './values';

export interface PingSample {
  /** From 0, as RouterOS counts; null when the row does not say. */
  readonly seq: number | null;
  /** The round trip, or null: lost. */
  readonly ms: number | null;
  /** Who answered, which is not who was asked when a router on the way refuses. */
  readonly host: string | null;
  readonly ttl: number | null;
  /** RouterOS's word where something went wrong: `timeout`, `host unreachable`; otherwise null. */
  readonly status: string | null;
}

export interface PingSummary {
  readonly sent: number;
  readonly received: number;
  /** 0 to 100; null before the first packet. */
  readonly lossPercent: number | null;
  readonly minMs: number | null;
  readonly avgMs: number | null;
  readonly maxMs: number | null;
  readonly samples: readonly PingSample[];
}

type Fields = Readonly<Record<string, string>>;

/** What the rows of a ping say so far. RouterOS counts along in every row; where it does not, we count ourselves. */
export function pingSummary(rows: readonly Fields[]): PingSummary {
  const samples = rows.filter(isSample).map(sampleOf);
  const times = samples.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  const last = rows.at(-1) ?? {};
  const sent = count(last.sent) ?? samples.length;
  const received = count(last.received) ?? times.length;
  return {
    sent,
    received,
    lossPercent: percent(last['packet-loss'] ?? '') ?? lossOf(sent, received),
    minMs: time(last['min-rtt']) ?? (times.length > 0 ? Math.min(...times) : null),
    avgMs: time(last['avg-rtt']) ?? (times.length > 0 ? times.reduce((sum, ms) => sum + ms, 0) / times.length : null),
    maxMs: time(last['max-rtt']) ?? (times.length > 0 ? Math.max(...times) : null),
    samples,
  };
}

/** A row that only sums up, as some versions end with, is no packet. */
const isSample = (row: Fields): boolean => ['seq', 'time', 'status', 'host'].some((name) => Object.hasOwn(row, name));

function sampleOf(row: Fields): PingSample {
  return {
    seq: count(row.seq),
    ms: time(row.time),
    host: row.host || null,
    ttl: count(row.ttl),
    status: row.status || null,
  };
}

function count(text: string | undefined): number | null {
  const value = counter(text ?? '');
  return value !== null && value <= Number.MAX_SAFE_INTEGER ? Number(value) : null;
}

/** A duration, or a bare number of milliseconds as older versions wrote it. */
const time = (text = ''): number | null => durationMs(text) ?? positive(number(text));

const positive = (value: number | null): number | null => (value !== null && value >= 0 ? value : null);

const lossOf = (sent: number, received: number): number | null =>
  sent === 0 ? null : Math.max(0, Math.round(((sent - received) / sent) * 100));
