import { durationMs, number, percent } from './values';

/** One hop of a traceroute. Times are milliseconds over all rounds so far; null where the hop did not answer. */
export interface Hop {
  /** From 1. */
  readonly hop: number;
  /** Null: nobody answered there. */
  readonly address: string | null;
  /** 0 to 100. */
  readonly lossPercent: number | null;
  readonly sent: number | null;
  readonly last: number | null;
  readonly avg: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  readonly stdDev: number | null;
  /** RouterOS's remark, MPLS labels for instance; otherwise null. */
  readonly status: string | null;
}

type Fields = Readonly<Record<string, string>>;

/**
 * The hops as the last round left them. RouterOS sends the whole table again with every round, counted in `.section`; a
 * last round that was cut short has only its first hops, so the others are those of the round before.
 */
export function lastRound(rows: readonly Fields[]): readonly Hop[] {
  const rounds = new Map<string, Fields[]>();
  for (const row of rows) {
    const section = row['.section'] ?? '';
    const round = rounds.get(section);
    if (round === undefined) rounds.set(section, [row]);
    else round.push(row);
  }
  const [last = [], before = []] = [...rounds.values()].reverse();
  return [...last, ...before.slice(last.length)].map(hopOf);
}

function hopOf(row: Fields, index: number): Hop {
  return {
    hop: index + 1,
    address: row.address || null,
    lossPercent: percent(row.loss ?? ''),
    sent: number(row.sent ?? ''),
    last: time(row.last),
    avg: time(row.avg),
    best: time(row.best),
    worst: time(row.worst),
    stdDev: time(row['std-dev']),
    status: row.status || null,
  };
}

/** `0.4` and `0.4ms` as the tool writes them, or a duration like everywhere else. */
function time(text = ''): number | null {
  const value = number(text.endsWith('ms') ? text.slice(0, -2) : text) ?? durationMs(text);
  return value !== null && value >= 0 ? value : null;
}
