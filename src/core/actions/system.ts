import type { Action, SentenceForm } from './define';

const onceOf = { words: [], deadline: { baseMs: 20_000 }, rowCap: 4 } as const;

const resource = {
  ...onceOf,
  since: '6',
  until: '7.99',
  path: '/system/resource/print',
  fields: [
    'uptime',
    'version',
    'build-time',
    'factory-software',
    'free-memory',
    'total-memory',
    'cpu',
    'cpu-count',
    'cpu-frequency',
    'cpu-load',
    'free-hdd-space',
    'total-hdd-space',
    'write-sect-total',
    'bad-blocks',
    'architecture-name',
    'board-name',
    'platform',
  ],
} as const satisfies SentenceForm;

const identity = {
  ...onceOf,
  since: '6',
  until: '7.99',
  path: '/system/identity/print',
  fields: ['name'],
} as const satisfies SentenceForm;

const clock = {
  ...onceOf,
  since: '6',
  until: '7.99',
  path: '/system/clock/print',
  fields: ['date', 'time', 'time-zone-name', 'gmt-offset'],
} as const satisfies SentenceForm;

export const overview = {
  id: 'sys.overview',
  title: 'System resources',
  purpose: 'What is this router, how busy is it, and does its clock go right?',
  effect: 'read',
  impact: 'none',
  disabledBecause: null,
  parameters: [],
  rules: [],
  sentences: [
    resource,
    identity,
    clock,
    {
      ...onceOf,
      since: '7',
      until: '7.99',
      path: '/system/ntp/client/print',
      fields: ['enabled', 'mode', 'servers', 'status', 'synced-server', 'synced-stratum', 'system-offset'],
    },
    {
      ...onceOf,
      since: '6',
      until: '6.99',
      path: '/system/ntp/client/print',
      fields: ['enabled', 'mode', 'primary-ntp', 'secondary-ntp', 'server-dns-names', 'active-server', 'status'],
    },
  ],
  sieve: null,
  shown: {
    as: 'facts',
    groups: [
      {
        title: 'Router',
        facts: [
          { sentence: 1, field: 'name', title: 'Identity', reads: 'text' },
          { sentence: 0, field: 'board-name', title: 'Model', reads: 'text' },
          { sentence: 0, field: 'version', title: 'RouterOS', reads: 'text' },
          { sentence: 0, field: 'build-time', title: 'Built', reads: 'routerTime' },
          { sentence: 0, field: 'factory-software', title: 'Factory version', reads: 'text' },
          { sentence: 0, field: 'architecture-name', title: 'Architecture', reads: 'text' },
          { sentence: 0, field: 'platform', title: 'Platform', reads: 'text' },
          { sentence: 0, field: 'uptime', title: 'Up for', reads: 'duration' },
        ],
      },
      {
        title: 'Load',
        facts: [
          { sentence: 0, field: 'cpu-load', title: 'CPU load', reads: 'percent', unit: '%' },
          { sentence: 0, field: 'cpu', title: 'CPU', reads: 'text' },
          { sentence: 0, field: 'cpu-count', title: 'Cores', reads: 'number' },
          { sentence: 0, field: 'cpu-frequency', title: 'Frequency', reads: 'number', unit: 'MHz' },
          { sentence: 0, field: 'free-memory', title: 'Memory free', reads: 'bytes' },
          { sentence: 0, field: 'total-memory', title: 'Memory', reads: 'bytes' },
          { sentence: 0, field: 'free-hdd-space', title: 'Storage free', reads: 'bytes' },
          { sentence: 0, field: 'total-hdd-space', title: 'Storage', reads: 'bytes' },
          { sentence: 0, field: 'write-sect-total', title: 'Sectors written', reads: 'counter' },
          { sentence: 0, field: 'bad-blocks', title: 'Bad blocks', reads: 'percent', unit: '%' },
        ],
      },
      {
        title: 'Clock',
        facts: [
          { sentence: 2, field: 'date', title: 'Date', reads: 'text' },
          { sentence: 2, field: 'time', title: 'Time', reads: 'text' },
          { sentence: 2, field: 'time-zone-name', title: 'Time zone', reads: 'text' },
          { sentence: 2, field: 'gmt-offset', title: 'Offset to UTC', reads: 'text' },
          { sentence: 3, field: 'enabled', title: 'NTP client', reads: 'boolean' },
          { sentence: 3, field: 'status', title: 'NTP status', reads: 'text' },
          { sentence: 3, field: 'synced-server', orElse: 'active-server', title: 'NTP server', reads: 'text' },
          { sentence: 3, field: 'synced-stratum', title: 'Stratum', reads: 'number' },
          { sentence: 3, field: 'system-offset', title: 'Offset to the server', reads: 'text' },
          { sentence: 3, field: 'servers', orElse: 'server-dns-names', title: 'NTP servers set', reads: 'list' },
          { sentence: 3, field: 'primary-ntp', title: 'Primary NTP server', reads: 'text' },
          { sentence: 3, field: 'secondary-ntp', title: 'Secondary NTP server', reads: 'text' },
          { sentence: 3, field: 'mode', title: 'NTP mode', reads: 'text' },
        ],
      },
    ],
  },
} as const satisfies Action;
