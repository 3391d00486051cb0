import type { Row } from './second-queries';
import { type Answer, type Asked, type Dialect, refusal } from './second-said';

/** Does not answer a ping, and no hop of a way answers for it. */
export const silentHost = '10.20.9.9';

/** `10s`, `1m30s`, `00:00:10`; seconds. */
function secondsOf(text: string): number {
  const clock = /^(\d+):(\d+):(\d+)$/.exec(text);
  if (clock !== null) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+)(ms|[hms])?/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

const never = Number.POSITIVE_INFINITY;
const countOf = ({ count }: Row): number => (count === undefined ? never : Number(count));

/** One row for each packet; how many came back is told so far. Without a count it goes on until it is cancelled. */
export function* ping({ attributes }: Asked, dialect: Dialect): Answer {
  const { address: host } = attributes;
  if (host === undefined) {
    yield refusal('missing value(s) of argument(s) address', 0);
    return {};
  }
  const size = attributes.size ?? '56';
  for (let seq = 0; seq < countOf(attributes); seq += 1) {
    const sent = String(seq + 1);
    const about = { seq: String(seq), host, size };
    const row: Row =
      host === silentHost
        ? { ...about, status: 'timeout', sent, received: '0', 'packet-loss': '100' }
        : { ...about, ...roundTrip(dialect), sent, received: sent, 'packet-loss': '0', ...extremes(dialect) };
    yield { kind: '!re', row, isAfterSecond: seq > 0 };
  }
  return {};
}

const roundTrip = ({ isSeven }: Dialect): Row =>
  isSeven ? { ttl: '63', time: '9ms445us' } : { ttl: '63', time: '9ms' };
const extremes = ({ isSeven }: Dialect): Row =>
  isSeven
    ? { 'min-rtt': '9ms112us', 'avg-rtt': '9ms445us', 'max-rtt': '9ms801us' }
    : { 'min-rtt': '9ms', 'avg-rtt': '9ms', 'max-rtt': '9ms' };

/** The whole way so far, again in each round: the hops are found one by one, then only their numbers change. */
export function* traceroute({ attributes }: Asked): Answer {
  const { address } = attributes;
  if (address === undefined) {
    yield refusal('missing value(s) of argument(s) address', 0);
    return {};
  }
  const way = ['10.20.0.1', '', '172.16.40.1', address === silentHost ? '' : address];
  for (let round = 0; round < countOf(attributes); round += 1) {
    // In the first round the table grows.
    for (let length = round === 0 ? 1 : way.length; length <= way.length; length += 1) {
      const section = String(round === 0 ? length - 1 : round + way.length - 1);
      for (const [at, hop] of way.slice(0, length).entries())
        yield { kind: '!re', row: { '.section': section, ...hopOf(hop, round) }, isAfterSecond: at === 0 };
    }
  }
  return {};
}

function hopOf(address: string, round: number): Row {
  const sent = String(round + 1);
  return address === ''
    ? { address, loss: '100', sent, last: 'timeout', status: '' }
    : { address, loss: '0', sent, last: '1.2', avg: '1.3', best: '1.1', worst: '1.9', 'std-dev': '0.2', status: '' };
}

/** A row of each interface in each second, in the order they were named in. */
export function* monitorTraffic({ attributes }: Asked, interfaces: readonly Row[]): Answer {
  const { interface: named, duration } = attributes;
  if (named === undefined) {
    yield refusal('missing value(s) of argument(s) interface', 0);
    return {};
  }
  const chosen = named.split(',').map((one) => interfaces.find((row) => row.name === one || row['.id'] === one));
  const names = chosen.flatMap((row) => (row?.name === undefined ? [] : [row.name]));
  if (names.length < chosen.length) {
    yield refusal('input does not match any value of interface', 1);
    return {};
  }
  const isOnce = 'once' in attributes;
  const seconds = isOnce ? 1 : duration === undefined ? never : secondsOf(duration);
  for (let second = 0; second < seconds; second += 1) {
    const section: Row = isOnce ? {} : { '.section': String(second) };
    for (const [at, name] of names.entries())
      yield { kind: '!re', row: { name, ...rates, ...section }, isAfterSecond: second > 0 && at === 0 };
  }
  return {};
}

const rates: Row = {
  'rx-packets-per-second': '812',
  'rx-bits-per-second': '9123456',
  'fp-rx-packets-per-second': '800',
  'fp-rx-bits-per-second': '9100000',
  'rx-drops-per-second': '0',
  'rx-errors-per-second': '0',
  'tx-packets-per-second': '431',
  'tx-bits-per-second': '1023456',
  'fp-tx-packets-per-second': '0',
  'fp-tx-bits-per-second': '0',
  'tx-drops-per-second': '0',
  'tx-queue-drops-per-second': '0',
  'tx-errors-per-second': '0',
};
