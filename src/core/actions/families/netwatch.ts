import type { Read } from '../define';
import type { SentenceForm } from '../sentence-form';

const watched = {
  path: '/tool/netwatch/print',
  words: [{ query: 'host', from: 'host' }],
  deadline: { baseMs: 30_000 },
  rowCap: 500,
} as const satisfies Partial<SentenceForm>;

/** What every RouterOS has; its scripts are nobody's business. */
const plain = ['.id', 'host', 'status', 'since', 'interval', 'timeout', 'disabled', 'comment'] as const;

export const netwatch = {
  id: 'tool.netwatch',
  title: 'Netwatch',
  area: 'tools',
  purpose: 'Which hosts does the router keep an eye on, and since when are they up or down?',
  limits: [
    'It reads what the router last found; nothing is asked of the hosts.',
    'The scripts that run when a host comes or goes are not read.',
    'RouterOS 6 only pings, and keeps no measurements.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    {
      name: 'host',
      title: 'Host',
      kind: 'address',
      accepts: 'ipOrHost',
      isRequired: false,
      explained: 'Only this host, as it was written down.',
    },
  ],
  rules: [],
  sentences: [
    {
      ...watched,
      since: '7',
      until: '7.99',
      fields: [
        ...plain,
        'name',
        'type',
        'port',
        'src-address',
        'done-tests',
        'failed-tests',
        'sent-count',
        'response-count',
        'loss-count',
        'loss-percent',
        'rtt-min',
        'rtt-avg',
        'rtt-max',
        'rtt-jitter',
        'rtt-stdev',
        'tcp-connect-time',
        'http-resp-time',
        'http-status-code',
      ],
    },
    { ...watched, since: '6', until: '6.99', fields: plain },
  ],
  sieve: null,
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'host', title: 'Host', reads: 'text' },
      { field: 'name', title: 'Name', reads: 'text' },
      { field: 'type', title: 'Asked by', reads: 'text' },
      { field: 'port', title: 'Port', reads: 'text' },
      { field: 'status', title: 'Status', reads: 'text' },
      { field: 'since', title: "Since (router's clock)", reads: 'routerTime' },
      { field: 'rtt-avg', title: 'Round trip, mean', reads: 'duration' },
      { field: 'rtt-max', title: 'Round trip, most', reads: 'duration' },
      { field: 'loss-percent', title: 'Loss', reads: 'percent', unit: '%' },
      { field: 'tcp-connect-time', title: 'Connected in', reads: 'duration' },
      { field: 'http-resp-time', title: 'HTTP answer in', reads: 'duration' },
      { field: 'http-status-code', title: 'HTTP status', reads: 'text' },
      { field: 'interval', title: 'Every', reads: 'duration' },
      { field: 'timeout', title: 'Waits', reads: 'duration' },
      { field: 'failed-tests', title: 'Failed', reads: 'counter' },
      { field: 'done-tests', title: 'Tests', reads: 'counter' },
      { field: 'comment', title: 'Comment', reads: 'text' },
    ],
    flags: [{ field: 'disabled', letter: 'X', meaning: 'disabled' }],
    others: ['src-address', 'sent-count', 'response-count', 'loss-count', 'rtt-min', 'rtt-jitter', 'rtt-stdev'],
    faintIf: 'disabled',
  },
} as const satisfies Read;
