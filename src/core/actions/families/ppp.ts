import type { Read, Write } from '../define';
import { atMost, contains, optional, required } from '../usual-parameters';

export const secrets = {
  id: 'ppp.secrets',
  title: 'PPP secrets',
  area: 'subscribers',
  purpose: 'Which subscribers does this concentrator know, and when was each last online? Never their passwords.',
  limits: [
    'It has only who stands in the router itself: subscribers that a RADIUS server admits are not among them.',
    'Who is online now is told by the active sessions; here stands when the last session ended.',
    'Passwords are never read.',
  ],
  effect: 'read',
  impact: 'load',
  guard: null,
  policies: ['read'],
  feature: null,
  parameters: [
    optional.name(128, 'Only the subscriber of exactly this name.'),
    contains(
      'Only subscribers with this text in their name or comment, in capitals or not.',
      'Name or comment contains',
    ),
    {
      name: 'profile',
      title: 'Profile',
      kind: 'interface',
      isRequired: false,
      max: 64,
      explained: 'Only subscribers with this profile.',
    },
    optional.disabled('Only those who were switched off, or only those who were not.'),
    optional.address('ip', 'Only who is always given this IPv4 address.'),
    optional.mac('Only who may call from this MAC address alone, or called from it last.'),
    atMost('secrets', 'After so many that fit the answer is ended.'),
  ],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/ppp/secret/print',
      words: [
        { query: 'name', from: 'name' },
        { query: 'profile', from: 'profile' },
        { query: 'disabled', from: 'disabled' },
        { query: 'remote-address', from: 'address' },
        { query: 'caller-id', orQuery: 'last-caller-id', from: 'mac' },
      ],
      // Everything but the password.
      fields: [
        '.id',
        'name',
        'service',
        'profile',
        'caller-id',
        'local-address',
        'remote-address',
        'remote-ipv6-prefix',
        'routes',
        'ipv6-routes',
        'limit-bytes-in',
        'limit-bytes-out',
        'last-logged-out',
        'last-caller-id',
        'last-disconnect-reason',
        'disabled',
        'comment',
      ],
      deadline: { baseMs: 60_000 },
      rowCap: 20_000,
    },
  ],
  // A query cannot ask for a part of a text.
  sieve: {
    sentence: 0,
    contains: [{ parameter: 'contains', fields: ['name', 'comment'] }],
    first: { parameter: 'limit' },
  },
  shown: {
    as: 'table',
    sentence: 0,
    columns: [
      { field: 'name', title: 'Name', reads: 'text' },
      { field: 'profile', title: 'Profile', reads: 'text' },
      { field: 'last-caller-id', title: 'Last caller ID', reads: 'text' },
      { field: 'last-logged-out', title: 'Last signed off', reads: 'routerTime' },
      { field: 'last-disconnect-reason', title: 'Ended by', reads: 'text' },
      { field: 'comment', title: 'Comment', reads: 'text' },
      { field: 'remote-address', title: 'Fixed address', reads: 'text' },
      { field: 'remote-ipv6-prefix', title: 'IPv6 prefix', reads: 'text' },
      { field: 'caller-id', title: 'Caller ID', reads: 'text' },
      { field: 'service', title: 'Service', reads: 'text' },
    ],
    flags: [{ field: 'disabled', letter: 'X', meaning: 'disabled: cannot sign in' }],
    others: ['local-address', 'routes', 'ipv6-routes', 'limit-bytes-in', 'limit-bytes-out'],
    faintIf: 'disabled',
  },
} as const satisfies Read;

export const setSecret = {
  id: 'ppp.secret.set',
  title: 'Suspend, resume or change plan',
  area: 'subscribers',
  purpose: 'Switches a subscriber off or on, or gives them another profile.',
  limits: [
    'A session that is up goes on as it began: the change counts from the next one, so drop the session too.',
    'Subscribers that a RADIUS server admits are switched and changed there.',
  ],
  effect: 'write',
  tier: 'W2',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    required.name(128, 'The subscriber of exactly this name.'),
    optional.disabled('On: cannot sign in any more. Off: can sign in again. Left open: as before.'),
    {
      name: 'profile',
      title: 'Profile',
      kind: 'interface',
      isRequired: false,
      max: 64,
      explained: 'The plan, by the whole name of a profile of the router. Empty: as before.',
    },
  ],
  rules: [{ kind: 'any', of: ['disabled', 'profile'], explained: 'either this or a profile has to be given' }],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/ppp/secret/set',
      words: [
        { name: '.id', found: true },
        { name: 'disabled', from: 'disabled' },
        { name: 'profile', from: 'profile' },
      ],
      fields: [],
      deadline: { baseMs: 30_000 },
      rowCap: 1,
    },
  ],
  finds: {
    by: [{ query: 'name', from: 'name' }],
    fields: ['.id', 'name', 'service', 'profile', 'disabled', 'comment'],
    mostRows: 1,
  },
  refusedWhen: ['notFound', 'tooManyRows', 'inexactName', 'ownPath'],
  inverse: {
    how: 'setBack',
    fields: ['disabled', 'profile'],
    explained:
      'The subscriber gets the profile and the state back that they had; a session in between stays as it began.',
  },
  shownBy: { action: 'ppp.secrets', given: { name: 'name' } },
} as const satisfies Write;

export const dropSession = {
  id: 'ppp.session.drop',
  title: 'Drop session',
  area: 'subscribers',
  purpose: 'Ends the session of a subscriber, so that they sign in anew with what is set for them now.',
  limits: [
    'It keeps nobody out: the router of the subscriber dials again within seconds unless the secret is disabled.',
    'Guests of a hotspot have no such session.',
  ],
  effect: 'write',
  tier: 'W2',
  raised: [],
  policies: ['read', 'write'],
  feature: null,
  parameters: [required.name(128, 'The subscriber of exactly this name; of several sessions at once all are ended.')],
  rules: [],
  sentences: [
    {
      since: '6',
      until: '7.99',
      path: '/ppp/active/remove',
      words: [{ name: '.id', found: true }],
      fields: [],
      deadline: { baseMs: 30_000 },
      rowCap: 1,
    },
  ],
  finds: {
    by: [{ query: 'name', from: 'name' }],
    fields: ['.id', 'name', 'service', 'caller-id', 'address', 'uptime', 'session-id', 'radius'],
    // A plan may allow a few at once; more than that under one name are not one subscriber.
    mostRows: 4,
  },
  refusedWhen: ['notFound', 'tooManyRows', 'ownPath'],
  inverse: {
    how: 'none',
    explained: 'Nothing has to be undone: the router of the subscriber dials again by itself.',
  },
  shownBy: { action: 'sub.sessions', given: { name: 'name' } },
} as const satisfies Write;
