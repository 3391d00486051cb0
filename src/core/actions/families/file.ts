import type { Read, Write } from '../define';
import { atMost, optional } from '../usual-parameters';

export const files = {
  id: 'sys.files',
  title: 'Files',
  area: 'system',
  purpose: 'Which files does the router store, how large, and from when?',
  limits: [
    'Never what is in a file.',
    'Not how much room is left: the system resources say that.',
    'On models with a flash folder, what lies outside of it is lost with the next reboot.',
  ],
  effect: 'read',
  impact: 'none',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    optional.name(64, 'Only files with this in their name or folder, in capitals or not.'),
    atMost('files', 'The first so many of those that fit.', { max: 500 }),
  ],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/file/print',
      words: [],
      // Which of the two times there is depends on the version.
      fields: ['.id', 'name', 'type', 'size', 'creation-time', 'last-modified'],
      deadline: { baseMs: 30_000 },
      rowCap: 5000,
    },
  ],
  sieve: {
    sentence: 0,
    contains: [{ parameter: 'name', fields: ['name'] }],
    first: { parameter: 'limit' },
  },
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'name', title: 'Name', reads: 'text' },
      { field: 'type', title: 'Type', reads: 'text' },
      { field: 'size', title: 'Size', reads: 'bytes' },
      { field: 'last-modified', orElse: 'creation-time', title: "Written (router's clock)", reads: 'routerTime' },
    ],
    flags: [],
    others: [],
  },
} as const satisfies Read;

export const saveBackup = {
  id: 'sys.backup.save',
  title: 'Save a backup',
  area: 'system',
  purpose: 'Writes an encrypted backup of the whole configuration into a file on the router.',
  limits: [
    'The file stays on the router: it is not fetched, so it does not outlive the router.',
    'It fits this very router: on another one the addresses of its interfaces would be wrong.',
    'Its password is kept sealed and never shown; without it nobody can load the file.',
    'On models with a flash folder, a name without flash/ before it is lost with the next reboot.',
  ],
  effect: 'write',
  tier: 'W1',
  raised: [],
  policies: ['read', 'write', 'ftp', 'sensitive'],
  feature: null,
  parameters: [
    {
      name: 'name',
      title: 'Name',
      kind: 'interface',
      isRequired: true,
      max: 64,
      explained: 'The name of the file, without the .backup that the router puts behind it.',
    },
  ],
  rules: [],
  finds: null,
  refusedWhen: ['alreadyThere', 'noSpace'],
  inverse: {
    how: 'removeFile',
    named: 'name',
    ending: '.backup',
    explained: 'The file of exactly this name is removed; whoever copied it keeps it.',
  },
  sentences: [
    {
      since: '6.43',
      until: '7.99',
      path: '/system/backup/save',
      words: [
        { name: 'name', from: 'name' },
        { name: 'encryption', fixed: 'aes-sha256' },
        { name: 'password', secret: 'backup' },
      ],
      fields: [],
      deadline: { baseMs: 60_000 },
      rowCap: 4,
    },
  ],
  shownBy: { action: 'sys.files', given: { name: 'name' } },
} as const satisfies Write;
