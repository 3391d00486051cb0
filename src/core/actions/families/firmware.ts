import type { Read } from '../define';
import type { SentenceForm } from '../sentence-form';

const settings = { since: '6', until: '7.99', words: [], deadline: { baseMs: 20_000 }, rowCap: 4 } as const;

const packages = {
  ...settings,
  path: '/system/package/print',
  fields: ['.id', 'name', 'version', 'build-time', 'size', 'scheduled', 'bundle', 'available', 'disabled'],
  rowCap: 100,
} as const satisfies SentenceForm;

const update = {
  ...settings,
  place: 1,
  path: '/system/package/update/print',
  fields: ['channel', 'installed-version', 'latest-version', 'status'],
} as const satisfies SentenceForm;

const routerboard = {
  ...settings,
  place: 2,
  needs: 'routerboard',
  path: '/system/routerboard/print',
  fields: [
    'routerboard',
    'board-name',
    'model',
    'revision',
    'serial-number',
    'firmware-type',
    'factory-firmware',
    'current-firmware',
    'upgrade-firmware',
  ],
} as const satisfies SentenceForm;

const deviceMode = {
  ...settings,
  place: 3,
  since: '7.17',
  needs: 'deviceMode',
  path: '/system/device-mode/print',
  fields: [
    'mode',
    'allowed-versions',
    'flagged',
    'flagging-enabled',
    'attempt-count',
    'bandwidth-test',
    'container',
    'email',
    'fetch',
    'hotspot',
    'install-any-version',
    'ipsec',
    'l2tp',
    'partitions',
    'pptp',
    'proxy',
    'romon',
    'routerboard',
    'scheduler',
    'smb',
    'sniffer',
    'socks',
    'traffic-gen',
    'zerotier',
  ],
} as const satisfies SentenceForm;

const license = {
  ...settings,
  place: 4,
  path: '/system/license/print',
  fields: [
    'software-id',
    'system-id',
    'level',
    'nlevel',
    'features',
    'expires-in',
    'next-renewal-at',
    'deadline-at',
    'limited-upgrades',
  ],
} as const satisfies SentenceForm;

export const firmware = {
  id: 'sys.firmware',
  title: 'Versions and licence',
  area: 'system',
  purpose: 'Which packages and firmware are installed, what may the router do, and is there anything newer?',
  limits: [
    'It looks for no update: what is newest is what the last check of the router found, if there was one.',
    'What device-mode forbids can only be allowed by the button on the router or by cutting its power.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [],
  rules: [],
  sentences: [packages, update, routerboard, deviceMode, license],
  sieve: null,
  shown: {
    as: 'parts',
    parts: [
      {
        title: 'Update',
        as: 'facts',
        groups: [
          {
            title: 'RouterOS',
            facts: [
              { sentence: 1, field: 'installed-version', title: 'Installed', reads: 'text', isMain: true },
              { sentence: 1, field: 'latest-version', title: 'Newest', reads: 'text', isMain: true },
              { sentence: 1, field: 'channel', title: 'Channel', reads: 'text', isMain: true },
              { sentence: 1, field: 'status', title: 'Status', reads: 'text' },
            ],
          },
          {
            title: 'Board',
            facts: [
              { sentence: 2, field: 'model', title: 'Model', reads: 'text' },
              { sentence: 2, field: 'board-name', title: 'Name', reads: 'text' },
              { sentence: 2, field: 'revision', title: 'Revision', reads: 'text' },
              { sentence: 2, field: 'serial-number', title: 'Serial number', reads: 'text' },
              { sentence: 2, field: 'routerboard', title: 'RouterBOARD', reads: 'boolean' },
              { sentence: 2, field: 'firmware-type', title: 'Firmware type', reads: 'text' },
              { sentence: 2, field: 'factory-firmware', title: 'Factory firmware', reads: 'text' },
              { sentence: 2, field: 'current-firmware', title: 'Firmware', reads: 'text', isMain: true },
              { sentence: 2, field: 'upgrade-firmware', title: 'Firmware after an upgrade', reads: 'text' },
            ],
          },
          {
            title: 'Licence',
            facts: [
              { sentence: 4, field: 'level', orElse: 'nlevel', title: 'Level', reads: 'text' },
              { sentence: 4, field: 'software-id', orElse: 'system-id', title: 'Id', reads: 'text' },
              { sentence: 4, field: 'features', title: 'Features', reads: 'list' },
              { sentence: 4, field: 'expires-in', title: 'Expires in', reads: 'duration' },
              { sentence: 4, field: 'next-renewal-at', title: 'Renewed at', reads: 'routerTime' },
              { sentence: 4, field: 'deadline-at', title: 'Deadline', reads: 'routerTime' },
              { sentence: 4, field: 'limited-upgrades', title: 'No more upgrades', reads: 'boolean' },
            ],
          },
        ],
      },
      {
        title: 'Packages',
        as: 'table',
        sentence: 0,
        columns: [
          { field: 'name', title: 'Package', reads: 'text' },
          { field: 'version', title: 'Version', reads: 'text' },
          { field: 'build-time', title: 'Built', reads: 'routerTime' },
          { field: 'size', title: 'Size', reads: 'bytes' },
          { field: 'scheduled', title: 'With the next reboot', reads: 'text' },
        ],
        flags: [
          { field: 'disabled', letter: 'X', meaning: 'disabled' },
          { field: 'available', letter: 'A', meaning: 'available: not installed, but it could be' },
        ],
        others: ['bundle'],
        faintIf: 'disabled',
      },
      {
        title: 'Device-mode',
        as: 'facts',
        groups: [
          {
            title: 'Mode',
            facts: [
              { sentence: 3, field: 'mode', title: 'Mode', reads: 'text', isMain: true },
              { sentence: 3, field: 'allowed-versions', title: 'Versions allowed', reads: 'list' },
              { sentence: 3, field: 'flagged', title: 'Flagged as suspicious', reads: 'boolean' },
              { sentence: 3, field: 'flagging-enabled', title: 'Looks for what is suspicious', reads: 'boolean' },
              { sentence: 3, field: 'attempt-count', title: 'Attempts to change it', reads: 'number' },
            ],
          },
          {
            title: 'Allowed',
            facts: [
              { sentence: 3, field: 'scheduler', title: 'Scheduler', reads: 'boolean' },
              { sentence: 3, field: 'fetch', title: 'Fetch', reads: 'boolean' },
              { sentence: 3, field: 'email', title: 'E-mail', reads: 'boolean' },
              { sentence: 3, field: 'sniffer', title: 'Sniffer', reads: 'boolean' },
              { sentence: 3, field: 'bandwidth-test', title: 'Bandwidth test', reads: 'boolean' },
              { sentence: 3, field: 'traffic-gen', title: 'Traffic generator', reads: 'boolean' },
              { sentence: 3, field: 'hotspot', title: 'Hotspot', reads: 'boolean' },
              { sentence: 3, field: 'ipsec', title: 'IPsec', reads: 'boolean' },
              { sentence: 3, field: 'l2tp', title: 'L2TP', reads: 'boolean' },
              { sentence: 3, field: 'pptp', title: 'PPTP', reads: 'boolean' },
              { sentence: 3, field: 'zerotier', title: 'ZeroTier', reads: 'boolean' },
              { sentence: 3, field: 'romon', title: 'RoMON', reads: 'boolean' },
              { sentence: 3, field: 'proxy', title: 'Proxy', reads: 'boolean' },
              { sentence: 3, field: 'socks', title: 'SOCKS', reads: 'boolean' },
              { sentence: 3, field: 'smb', title: 'SMB', reads: 'boolean' },
              { sentence: 3, field: 'container', title: 'Containers', reads: 'boolean' },
              { sentence: 3, field: 'partitions', title: 'Partitions', reads: 'boolean' },
              { sentence: 3, field: 'routerboard', title: 'Settings of the board', reads: 'boolean' },
              { sentence: 3, field: 'install-any-version', title: 'Installing any version', reads: 'boolean' },
            ],
          },
        ],
      },
    ],
  },
} as const satisfies Read;
