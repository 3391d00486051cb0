import type { Read } from '../define';
import type { SentenceForm } from '../sentence-form';

const everywhere = {
  since: '6',
  until: '7.99',
  deadline: { baseMs: 15_000 },
} as const satisfies Partial<SentenceForm>;

export const radiusStatus = {
  id: 'radius.status',
  title: 'RADIUS servers',
  area: 'subscribers',
  purpose: 'Which RADIUS servers does the router ask, and does the one that is chosen answer, accept and reject?',
  limits: [
    'The counters are those since the router started or they were reset, of one server at a time.',
    'Whether a service of the router uses RADIUS at all is set elsewhere and not told here.',
    'A secret that differs from that of the server shows as bad replies or as timeouts; the secret itself is never read.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    {
      name: 'server',
      title: 'Counters of',
      kind: 'row',
      isRequired: false,
      explained: 'Also what this server was asked and how it answered; RouterOS gives its servers numbers, not names.',
    },
  ],
  rules: [],
  sentences: [
    {
      ...everywhere,
      path: '/radius/print',
      words: [],
      // Everything but the secret.
      fields: [
        '.id',
        'service',
        'address',
        'protocol',
        'authentication-port',
        'accounting-port',
        'timeout',
        'accounting-backup',
        'called-id',
        'domain',
        'realm',
        'src-address',
        'certificate',
        'require-message-auth',
        'radsec-timeout',
        'status',
        'disabled',
        'comment',
      ],
      rowCap: 200,
    },
    {
      ...everywhere,
      place: 1,
      given: 'server',
      path: '/radius/monitor',
      words: [
        { name: 'numbers', from: 'server' },
        { name: 'once', fixed: '' },
      ],
      fields: ['pending', 'requests', 'accepts', 'rejects', 'resends', 'timeouts', 'bad-replies', 'last-request-rtt'],
      rowCap: 1,
    },
  ],
  sieve: null,
  shown: {
    as: 'parts',
    parts: [
      {
        title: 'Servers',
        as: 'table',
        sentence: 0,
        columns: [
          { field: '.id', title: 'Number', reads: 'text' },
          { field: 'address', title: 'Address', reads: 'text' },
          { field: 'service', title: 'Services', reads: 'list' },
          { field: 'protocol', title: 'Protocol', reads: 'text' },
          { field: 'authentication-port', title: 'Authentication port', reads: 'number' },
          { field: 'accounting-port', title: 'Accounting port', reads: 'number' },
          { field: 'timeout', title: 'Timeout', reads: 'duration' },
          { field: 'status', title: 'Status', reads: 'text' },
          { field: 'comment', title: 'Comment', reads: 'text' },
        ],
        flags: [
          { field: 'disabled', letter: 'X', meaning: 'disabled: not asked' },
          { field: 'accounting-backup', letter: 'B', meaning: 'backup: only for accounting that another refused' },
        ],
        others: [
          'called-id',
          'domain',
          'realm',
          'src-address',
          'certificate',
          'require-message-auth',
          'radsec-timeout',
        ],
        faintIf: 'disabled',
      },
      {
        title: 'Counters of the chosen server',
        as: 'facts',
        groups: [
          {
            title: 'Answers',
            facts: [
              { sentence: 1, field: 'requests', title: 'Requests', reads: 'counter' },
              { sentence: 1, field: 'accepts', title: 'Accepts', reads: 'counter' },
              { sentence: 1, field: 'rejects', title: 'Rejects', reads: 'counter' },
              { sentence: 1, field: 'pending', title: 'Pending', reads: 'counter' },
            ],
          },
          {
            title: 'Way to the server',
            facts: [
              { sentence: 1, field: 'timeouts', title: 'Timeouts', reads: 'counter' },
              { sentence: 1, field: 'resends', title: 'Sent again', reads: 'counter' },
              { sentence: 1, field: 'bad-replies', title: 'Bad replies', reads: 'counter' },
              { sentence: 1, field: 'last-request-rtt', title: 'Last round trip', reads: 'duration' },
            ],
          },
        ],
      },
    ],
  },
} as const satisfies Read;
