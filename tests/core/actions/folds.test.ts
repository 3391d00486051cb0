import { expect, test } from 'vitest';
import { probe, readProbe } from '@/core/actions/internal';
import { lastRound } from '@/core/actions/last-round';
import { pingSummary } from '@/core/actions/ping-summary';
import { sieveOf } from '@/core/actions/sieve';

const packet = (seq: number, time: string | null, counts: Record<string, string> = {}) => ({
  seq: String(seq),
  host: '192.0.2.1',
  ...(time === null ? { status: 'timeout' } : { size: '56', ttl: '57', time }),
  ...counts,
});

test('a ping is what RouterOS counted, and its packets one by one', () => {
  const rows = [
    packet(0, '9ms445us', {
      sent: '1',
      received: '1',
      'packet-loss': '0',
      'min-rtt': '9ms445us',
      'avg-rtt': '9ms445us',
      'max-rtt': '9ms445us',
    }),
    packet(1, null, {
      sent: '2',
      received: '1',
      'packet-loss': '50',
      'min-rtt': '9ms445us',
      'avg-rtt': '9ms445us',
      'max-rtt': '9ms445us',
    }),
  ];
  expect(pingSummary(rows)).toEqual({
    sent: 2,
    received: 1,
    lossPercent: 50,
    minMs: 9.445,
    avgMs: 9.445,
    maxMs: 9.445,
    samples: [
      { seq: 0, ms: 9.445, host: '192.0.2.1', ttl: 57, status: null },
      { seq: 1, ms: null, host: '192.0.2.1', ttl: null, status: 'timeout' },
    ],
  });
});

test('where it did not count, we do', () => {
  expect(pingSummary([packet(0, '10ms'), packet(1, '20ms'), packet(2, null), packet(3, '30ms')])).toMatchObject({
    sent: 4,
    received: 3,
    lossPercent: 25,
    minMs: 10,
    avgMs: 20,
    maxMs: 30,
  });
});

test('before the first packet there is nothing to say, and nonsense is no number', () => {
  const nothing = { sent: 0, received: 0, lossPercent: null, minMs: null, avgMs: null, maxMs: null, samples: [] };
  expect(pingSummary([])).toEqual(nothing);
  expect(pingSummary([{ seq: 'x', time: 'soon', sent: '-1', 'packet-loss': '900' }])).toMatchObject({
    sent: 1,
    received: 0,
    lossPercent: 100,
    minMs: null,
    samples: [{ seq: null, ms: null }],
  });
});

const hop = (section: number, address: string, sent: string) => ({
  '.section': String(section),
  address,
  loss: address === '' ? '100' : '0',
  sent,
  last: address === '' ? 'timeout' : '0.4ms',
  avg: '0.3',
  best: '0.2',
  worst: '0.4',
  'std-dev': '0.1',
  status: '',
});

test('a traceroute is its last round', () => {
  const rows = [hop(0, '192.0.2.1', '1'), hop(1, '192.0.2.1', '2'), hop(1, '', '2'), hop(1, '198.51.100.1', '2')];
  expect(lastRound(rows).map(({ hop, address, sent, lossPercent }) => [hop, address, sent, lossPercent])).toEqual([
    [1, '192.0.2.1', 2, 0],
    [2, null, 2, 100],
    [3, '198.51.100.1', 2, 0],
  ]);
  expect(lastRound(rows)[0]).toEqual({
    hop: 1,
    address: '192.0.2.1',
    lossPercent: 0,
    sent: 2,
    last: 0.4,
    avg: 0.3,
    best: 0.2,
    worst: 0.4,
    stdDev: 0.1,
    status: null,
  });
  expect(lastRound(rows)[1]?.last).toBeNull();
});

test('a round that was cut short loses no hops', () => {
  const rows = [hop(0, '192.0.2.1', '1'), hop(0, '198.51.100.1', '1'), hop(1, '192.0.2.1', '2')];
  expect(lastRound(rows).map(({ address, sent }) => [address, sent])).toEqual([
    ['192.0.2.1', 2],
    ['198.51.100.1', 1],
  ]);
  expect(lastRound([])).toEqual([]);
});

const clock = { sentence: 0, fields: { date: '2026-03-01', time: '12:00:00' } };
const entry = (time: string, topics: string, message: string) => ({ sentence: 1, fields: { time, topics, message } });

const sifted = (
  values: Record<string, string | number | string[]>,
  rows: { sentence: number; fields: Record<string, string> }[],
) => {
  const sieve = sieveOf('log.entries', values);
  return [...rows.flatMap((row) => sieve.take(row)), ...sieve.rest()].map(
    ({ fields }) => fields.message ?? 'the clock',
  );
};

const log = [
  clock,
  entry('2026-02-20 10:00:00', 'system,info', 'old'),
  entry('11:30:00', 'dhcp,info', 'Lease assigned'),
  entry('11:59:00', 'system,error,critical', 'Login failure'),
  entry('when?', 'system,info', 'undated'),
];

test('log entries are sifted by topic, text and age on our side; what cannot be judged is kept', () => {
  expect(sifted({}, log)).toEqual(['the clock', 'old', 'Lease assigned', 'Login failure', 'undated']);
  expect(sifted({ topics: ['error', 'dhcp'] }, log)).toEqual(['the clock', 'Lease assigned', 'Login failure']);
  expect(sifted({ contains: 'LEASE' }, log)).toEqual(['the clock', 'Lease assigned']);
  expect(sifted({ since: '15m' }, log)).toEqual(['the clock', 'Login failure', 'undated']);
  expect(sifted({ since: '15m' }, log.slice(1))).toEqual(['old', 'Lease assigned', 'Login failure', 'undated']);
});

test('of those that fit, the newest are kept, in their order', () => {
  expect(sifted({ limit: 2 }, log)).toEqual(['the clock', 'Login failure', 'undated']);
  expect(sifted({ limit: 1, topics: ['info'] }, log.slice(0, 3))).toEqual(['the clock', 'Lease assigned']);
});

test('an action without a sieve keeps every row as it comes', () => {
  const sieve = sieveOf('tool.ping', { address: '192.0.2.1' });
  const row = { sentence: 0, fields: {}, afterMs: 5 };
  expect(sieve.take(row)).toEqual([row]);
  expect(sieve.rest()).toEqual([]);
});

test('the probe is the same two questions before and after the version is known', () => {
  const paths = ['/system/identity/print', '/system/resource/print'];
  for (const version of [null, '6.30', '7.20.8', 'odd']) expect(probe(version).map(({ path }) => path)).toEqual(paths);
});

test('a probe reads what a router says of itself', () => {
  const resource = {
    version: '7.20.8 (stable)',
    'board-name': 'RB5009UG+S+',
    'architecture-name': 'arm64',
    'cpu-load': '7',
    uptime: '1w4d23h26m9s',
    'free-memory': '800000000',
    'total-memory': '1073741824',
  };
  expect(readProbe([[{ name: 'core-1' }], [resource]])).toEqual({
    identity: 'core-1',
    model: 'RB5009UG+S+',
    version: '7.20.8',
    architecture: 'arm64',
    cpuPercent: 7,
    uptimeSeconds: 1_034_769,
    freeMemoryBytes: 800_000_000,
    totalMemoryBytes: 1_073_741_824,
  });
});

test('what is missing or absurd is null', () => {
  const nothing = {
    identity: null,
    model: null,
    version: null,
    architecture: null,
    cpuPercent: null,
    uptimeSeconds: null,
    freeMemoryBytes: null,
    totalMemoryBytes: null,
  };
  expect(readProbe([])).toEqual(nothing);
  expect(readProbe([[], []])).toEqual(nothing);
  const odd = {
    version: '<b>',
    'cpu-load': '900',
    uptime: 'for ever',
    'free-memory': '-1',
    'total-memory': '9'.repeat(30),
    'board-name': '\u0000\u202e',
  };
  expect(readProbe([[{ name: ' ' }], [odd]])).toEqual(nothing);
  expect(readProbe([[{ name: `a\n${'b'.repeat(100)}` }], []]).identity).toBe(`a ${'b'.repeat(62)}`);
});
