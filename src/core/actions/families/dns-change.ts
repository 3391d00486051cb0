import type { Write } from '../define';
import type { Word } from '../sentence-form';
import { optional, required } from '../usual-parameters';

const said = { fields: [], deadline: { baseMs: 20_000 }, rowCap: 1 } as const;

const settings = ['servers', 'allow-remote-requests', 'cache-size', 'cache-max-ttl'] as const;
const overHttps = ['use-doh-server', 'verify-doh-cert'] as const;

export const dnsSet = {
  id: 'dns.set',
  title: 'Change the DNS settings',
  area: 'dns',
  purpose: 'Sets which servers the router asks for names, and whether it answers others.',
  limits: [
    'Whoever can reach port 53 may ask once others are allowed to: the firewall has to keep strangers out, which is not looked at here.',
    'A value that is left out stays as it is.',
    'RouterOS before 6.47 knows no DNS over HTTPS, and refuses to be told of it.',
  ],
  effect: 'write',
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    {
      name: 'servers',
      title: 'Servers',
      kind: 'addresses',
      accepts: 'ip',
      most: 4,
      isRequired: false,
      explained: 'Whom the router asks, in this order. They replace those that were there.',
    },
    {
      name: 'allow-remote-requests',
      title: 'Others may ask',
      kind: 'flag',
      isRequired: false,
      explained: 'Whether the router answers others. Off: whoever has it as their DNS server gets no answer.',
    },
    {
      name: 'cache-size',
      title: 'Cache size',
      kind: 'integer',
      isRequired: false,
      min: 64,
      max: 65_536,
      unit: 'KiB',
      explained: 'How much memory remembered answers may take.',
    },
    {
      name: 'cache-max-ttl',
      title: 'Kept at most',
      kind: 'integer',
      isRequired: false,
      min: 60,
      max: 2_592_000,
      unit: 's',
      explained: 'No answer is remembered for longer than that.',
    },
    {
      name: 'use-doh-server',
      title: 'DNS over HTTPS',
      kind: 'text',
      isRequired: false,
      max: 255,
      explained: 'Address of the server, as in https://dns.example/dns-query. It is asked instead of the others.',
    },
    {
      name: 'verify-doh-cert',
      title: 'Check its certificate',
      kind: 'flag',
      isRequired: false,
      explained: 'On: the router must have the certificate of an authority that vouches for that server.',
    },
  ],
  rules: [{ kind: 'any', of: [...settings, ...overHttps], explained: 'at least one setting' }],
  sentences: [
    {
      ...said,
      since: '6',
      until: '7.99',
      path: '/ip/dns/set',
      words: [
        { name: 'servers', from: 'servers' },
        { name: 'allow-remote-requests', from: 'allow-remote-requests' },
        { name: 'cache-size', from: 'cache-size' },
        { name: 'cache-max-ttl', from: 'cache-max-ttl' },
        { name: 'use-doh-server', from: 'use-doh-server' },
        { name: 'verify-doh-cert', from: 'verify-doh-cert' },
      ],
    },
  ],
  tier: 'W2',
  raised: ['W3 when others may ask no more: everybody whose DNS server this router is would be without names.'],
  // The only row of a menu of settings.
  finds: { by: [], fields: [...settings, ...overHttps], mostRows: 1 },
  refusedWhen: [],
  inverse: {
    how: 'setBack',
    fields: [...settings, ...overHttps],
    explained: 'The settings get the values that they had; answers remembered meanwhile stay until they run out.',
  },
  shownBy: { action: 'dns.settings', given: {} },
} as const satisfies Write;

const beside = [
  { name: 'ttl', from: 'ttl' },
  { name: 'comment', from: 'comment' },
] as const satisfies readonly Word[];

const address = {
  ...said,
  path: '/ip/dns/static/add',
  words: [
    { name: 'name', from: 'name' },
    { name: 'type', from: 'type' },
    { name: 'address', from: 'value' },
    ...beside,
  ],
} as const;

const alias = {
  ...said,
  path: '/ip/dns/static/add',
  when: { type: 'CNAME' },
  words: [{ name: 'name', from: 'name' }, { name: 'type', from: 'type' }, { name: 'cname', from: 'value' }, ...beside],
} as const;

const untyped = {
  ...said,
  since: '6',
  until: '6.46.99',
  path: '/ip/dns/static/add',
  words: [{ name: 'name', from: 'name' }, { name: 'address', from: 'value' }, ...beside],
} as const;

export const dnsStaticAdd = {
  id: 'dns.static.add',
  title: 'Add a static DNS entry',
  area: 'dns',
  purpose: 'Makes the router answer for a name by itself.',
  limits: [
    'Only those who ask this router get the answer, and those who remember another one only when that has run out.',
    'RouterOS before 6.47 knows no other names (CNAME).',
  ],
  effect: 'write',
  policies: ['read', 'write'],
  feature: null,
  parameters: [
    required.name(253, 'The whole name that is answered for, as in nas.example.net.'),
    {
      name: 'type',
      title: 'Type',
      kind: 'choice',
      isRequired: false,
      choices: ['A', 'AAAA', 'CNAME'],
      byDefault: 'A',
      explained: 'A is an IPv4 address, AAAA an IPv6 address, CNAME another name.',
    },
    {
      name: 'value',
      title: 'Answer',
      kind: 'address',
      accepts: 'ipOrHost',
      isRequired: true,
      explained: 'The address, or the name whose addresses are meant.',
    },
    {
      name: 'ttl',
      title: 'TTL',
      kind: 'integer',
      isRequired: false,
      min: 1,
      max: 604_800,
      byDefault: 86_400,
      unit: 's',
      explained: 'For how long those who asked may remember the answer.',
    },
    optional.comment(200, 'A note beside it on the router.'),
  ],
  rules: [
    { kind: 'with', parameter: 'value', form: 'ipv4', where: 'type', is: 'A', explained: 'an IPv4 address' },
    { kind: 'with', parameter: 'value', form: 'ipv6', where: 'type', is: 'AAAA', explained: 'an IPv6 address' },
    { kind: 'with', parameter: 'value', form: 'host', where: 'type', is: 'CNAME', explained: 'a name' },
  ],
  sentences: [
    { ...address, since: '7', until: '7.99', when: { type: 'A' } },
    { ...address, since: '7', until: '7.99', when: { type: 'AAAA' } },
    { ...alias, since: '7', until: '7.99' },
    { ...address, since: '6.47', until: '6.99', when: { type: 'A' } },
    { ...address, since: '6.47', until: '6.99', when: { type: 'AAAA' } },
    { ...alias, since: '6.47', until: '6.99' },
    { ...untyped, when: { type: 'A' } },
    { ...untyped, when: { type: 'AAAA' } },
  ],
  tier: 'W1',
  raised: [],
  finds: null,
  refusedWhen: ['alreadyThere'],
  inverse: { how: 'remove', explained: 'The entry is removed; whoever remembers the answer keeps it for its TTL.' },
  shownBy: { action: 'dns.settings', given: { name: 'name' } },
} as const satisfies Write;

export const dnsCacheFlush = {
  id: 'dns.cache.flush',
  title: 'Empty the DNS cache',
  area: 'dns',
  purpose: 'Makes the router forget the answers that it remembers, so that it asks anew.',
  limits: [
    'Only the router forgets: clients go on with what they remember themselves.',
    'Static entries stay. For some seconds every name is asked for again.',
  ],
  effect: 'write',
  policies: ['read', 'write'],
  feature: null,
  parameters: [],
  rules: [],
  sentences: [{ ...said, since: '6', until: '7.99', path: '/ip/dns/cache/flush', words: [] }],
  tier: 'W1',
  raised: [],
  finds: null,
  refusedWhen: [],
  inverse: { how: 'none', explained: 'The cache fills again by itself with what is asked for.' },
  shownBy: { action: 'dns.settings', given: {} },
} as const satisfies Write;
