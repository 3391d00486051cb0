import type { Read } from '../define';
import type { SentenceForm } from '../sentence-form';
import { type SnapshotMenu, snapshotMenus, tooManyRows } from './snapshot-menus';

/** Of the routes only those that somebody wrote: a table of the Internet has a million others. */
const onlyWritten = (path: string): SentenceForm['words'] =>
  path.endsWith('/route') ? [{ query: 'static', is: 'true' }] : [];

/** The place of a menu's answer is its place in the table. */
const formOf = ({ path, scope, since, until, fields }: SnapshotMenu, place: number): SentenceForm => ({
  since,
  until,
  place,
  // A router without the package has no such menu: its snapshot says nothing of it.
  isOptional: true,
  when: { scope: ['all', scope] },
  path: `${path}/print`,
  words: onlyWritten(path),
  fields: fields.split(' '),
  deadline: { baseMs: 60_000 },
  rowCap: tooManyRows,
});

export const snapshot = {
  id: 'cfg.snapshot',
  title: 'Configuration snapshot',
  area: 'configuration',
  purpose: 'How is the router configured, written so that two snapshots can be compared line by line?',
  limits: [
    'It is no backup: scripts, files, certificates and secrets are not in it, and a router cannot be restored from it.',
    'A menu that the router does not have, or that the account may not read, is left out.',
    'Rows that the router made by itself, and counters, are left out.',
    'Of a menu with 20,000 rows or more it says just that: what changes in it is not seen.',
  ],
  effect: 'read',
  impact: 'load',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    {
      name: 'scope',
      title: 'Scope',
      kind: 'choice',
      isRequired: false,
      choices: ['all', 'firewall', 'routing', 'services', 'links'],
      byDefault: 'all',
      explained: 'Which part of the configuration; links are interfaces, tunnels, subscribers and queues.',
    },
  ],
  rules: [],
  sentences: snapshotMenus.map(formOf),
  sieve: null,
  shown: { as: 'snapshot' },
} as const satisfies Read;
