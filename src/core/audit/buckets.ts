const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths that people think in. */
const widths = [
  ...[1, 2, 5, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * day),
];

/** Bars of a histogram, one beside the other. Milliseconds since 1970. */
export interface Buckets {
  readonly from: number;
  readonly widthMs: number;
  readonly count: number;
}

/** Cuts `since` to `until` into at most `most` bars of the smallest width that does, each beginning at a full one. */
export function bucketsFor(since: number, until: number, most = 60): Buckets {
  const end = Math.max(until, since + 1);
  const cut = (widthMs: number): Buckets => {
    const from = Math.floor(since / widthMs) * widthMs;
    return { from, widthMs, count: Math.ceil((end - from) / widthMs) };
  };
  const fitting = widths.map(cut).find(({ count }) => count <= most);
  return fitting ?? cut(Math.ceil((end - since) / (most - 1) / day) * day);
}

/** Where a bar begins; the one after the last begins where the last ends. ISO 8601, UTC. */
export const bucketAt = ({ from, widthMs }: Buckets, index: number): string =>
  new Date(from + index * widthMs).toISOString();
