import { isIP } from 'node:net';
import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Menu, Menus } from '../machine';
import { printOf, rowsOf } from '../print';
import { nameIn, numberOr, several, time } from '../readers';
import { unestablished } from '../seed/ipsec';
import type { Reader } from '../stored';
import { invalid } from '../trap';
import type { Version } from '../version';

const [profiles, proposals, peers] = ['/ip/ipsec/profile', '/ip/ipsec/proposal', '/ip/ipsec/peer'] as const;

const groups = [
  ...['ecp256', 'ecp384', 'ecp521', 'modp8192', 'modp6144', 'modp4096', 'modp3072', 'modp2048', 'modp1536'],
  ...['modp1024', 'modp768'],
];
const withLatest = ['x25519', ...groups];
const ciphers = [
  ...['null', 'des', '3des', 'aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes-128-ctr', 'aes-192-ctr', 'aes-256-ctr'],
  ...['aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'camellia-128', 'camellia-192', 'camellia-256', 'blowfish'],
  ...['twofish', 'chacha20poly1305'],
];

/** A network of either family; an address alone is a network of one, and a name stays as it is. */
const network =
  (isNameToo: boolean): Reader =>
  ({ attributes }, name) => {
    const text = attributes.get(name) ?? '';
    const [address = '', length] = text.split('/');
    const family = isIP(address);
    if (family === 0 && isNameToo && /^[\w.-]+$/.test(text)) return text;
    if (family === 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) throw invalid(name);
    return length === undefined ? `${address}/${family === 4 ? 32 : 128}` : text;
  };

// The manual knows the words for a name that is taken nowhere here; these are other menus' words.
const named = (others: readonly Fields[], name: string | undefined): string | null =>
  name !== undefined && others.some((other) => other.name === name) ? 'failure: already have such name' : null;

/** RouterOS's own is changed, not removed. The words are from memory. */
const keeps = (row: Fields): string | null => (row.default === 'true' ? 'failure: can not remove default item' : null);

const isDeadPeerShown = (version: Version): boolean => !version.isFrom(7, 18);

const profile: Editable = {
  path: profiles,
  settable: {
    ...{
      name: 'text',
      'hash-algorithm': ['md5', 'sha1', 'sha256', 'sha384', 'sha512'],
      'dh-group': several(withLatest),
    },
    ...{ 'enc-algorithm': several(['aes-256', 'aes-192', 'aes-128', '3des', 'des', 'camellia-256', 'blowfish']) },
    ...{ lifetime: time, lifebytes: 'number', 'nat-traversal': 'flag', 'dpd-maximum-failures': 'number' },
    ...{ 'proposal-check': ['obey', 'strict', 'claim', 'exact'], 'dpd-interval': durationOr('disable-dpd') },
    ...{
      'prf-algorithm': ['auto', 'sha1', 'sha256', 'sha384', 'sha512'],
      ppk: ['no', 'psk', 'psk-ike-initial', 'qkd'],
    },
  },
  only: { 'prf-algorithm': (version) => !version.isSix, ppk: (version) => version.isFrom(7, 21) },
  required: ['name'],
  completed: (fields, { version }) => ({
    ...{ name: '', 'hash-algorithm': 'sha1', 'enc-algorithm': 'aes-128,3des', 'dh-group': 'modp2048,modp1024' },
    ...{ lifetime: '1d', 'proposal-check': 'obey', 'nat-traversal': 'true' },
    ...(version.isSix ? {} : { 'prf-algorithm': 'auto' }),
    ...(isDeadPeerShown(version) ? { 'dpd-interval': '2m', 'dpd-maximum-failures': '5' } : {}),
    ...{ ...fields, default: 'false' },
  }),
  conflict: ({ name }, others) => named(others, name),
  keeps,
};

function durationOr(word: string): Reader {
  return (call, name) => (call.attributes.get(name) === word ? word : time(call, name));
}

const proposal: Editable = {
  path: proposals,
  settable: {
    ...{ name: 'text', 'auth-algorithms': several(['md5', 'sha1', 'null', 'sha256', 'sha512']), lifetime: time },
    ...{ 'enc-algorithms': several(ciphers), 'pfs-group': ['none', ...groups], disabled: 'flag', comment: 'text' },
  },
  required: [],
  completed: (fields, _, others) => ({
    ...{ name: `proposal${others.length}`, 'auth-algorithms': 'sha1', lifetime: '30m', 'pfs-group': 'modp1024' },
    ...{ 'enc-algorithms': 'aes-256-cbc,aes-192-cbc,aes-128-cbc', ...fields, default: 'false' },
  }),
  conflict: ({ name }, others) => named(others, name),
  keeps,
};

const peer: Editable = {
  path: peers,
  settable: {
    ...{ name: 'text', address: network(true), 'local-address': 'address', port: 'number', profile: nameIn(profiles) },
    ...{ 'exchange-mode': ['main', 'base', 'aggressive', 'ike2'], passive: 'flag', 'send-initial-contact': 'flag' },
    ...{ disabled: 'flag', comment: 'text' },
  },
  required: [],
  optional: ['local-address', 'port'],
  completed: (fields, _, others) => ({
    ...{
      name: `peer${others.length + 1}`,
      profile: 'default',
      'exchange-mode': 'main',
      'send-initial-contact': 'true',
    },
    ...{ ...fields, dynamic: 'false' },
  }),
  conflict: ({ name }, others) => named(others, name),
};

const methods = [
  ...['pre-shared-key', 'digital-signature', 'eap', 'eap-radius', 'pre-shared-key-xauth', 'rsa-key'],
  'rsa-signature-hybrid',
];

const identity: Editable = {
  path: '/ip/ipsec/identity',
  settable: {
    ...{ peer: nameIn(peers), 'auth-method': methods, secret: 'text', certificate: 'text', 'my-id': 'text' },
    ...{ 'remote-id': 'text', 'match-by': ['remote-id', 'certificate'], username: 'text', password: 'text' },
    ...{ 'generate-policy': ['no', 'port-override', 'port-strict'], 'policy-template-group': 'text' },
    ...{ 'mode-config': 'text', 'notrack-chain': 'text', disabled: 'flag', comment: 'text' },
  },
  required: ['peer'],
  optional: ['secret', 'certificate', 'my-id', 'remote-id', 'match-by', 'username', 'password', 'notrack-chain'],
  completed: (fields) => ({
    ...{ 'auth-method': 'pre-shared-key', 'generate-policy': 'no', ...fields, dynamic: 'false' },
  }),
};

const policy: Editable = {
  path: '/ip/ipsec/policy',
  settable: {
    ...{ peer: nameIn(peers), tunnel: 'flag', 'src-address': network(false), 'dst-address': network(false) },
    ...{ 'src-port': numberOr('any'), 'dst-port': numberOr('any'), protocol: 'text', proposal: nameIn(proposals) },
    ...{ action: ['encrypt', 'discard', 'none'], level: ['require', 'use', 'unique'], template: 'flag', group: 'text' },
    ...{ 'ipsec-protocols': several(['ah', 'esp']), 'sa-src-address': 'address', 'sa-dst-address': 'address' },
    ...{ disabled: 'flag', comment: 'text' },
  },
  required: [],
  isOrdered: true,
  lacking: ({ peer: name, template }) => (name === undefined && template !== 'true' ? 'failure: Peer not set!' : null),
  completed: (fields) => ({
    ...{ 'src-address': '0.0.0.0/0', 'dst-address': '0.0.0.0/0', protocol: 'all', proposal: 'default' },
    ...(fields.template === 'true'
      ? { group: 'default' }
      : {
          ...{ tunnel: 'false', 'src-port': 'any', 'dst-port': 'any', action: 'encrypt', level: 'require' },
          ...{ 'ipsec-protocols': 'esp', ...unestablished },
        }),
    ...{ template: 'false', ...fields, invalid: 'false', dynamic: 'false' },
  }),
  keeps,
};

const menu = (editable: Editable, secrets: readonly string[] = []): Menu => ({
  operations: { print: printOf({ rows: rowsOf(editable.path), secrets }), ...editing(editable) },
});

export const ipsecMenus: Menus = {
  [profile.path]: menu(profile),
  [proposal.path]: menu(proposal),
  [peer.path]: menu(peer),
  [identity.path]: menu(identity, ['secret', 'password']),
  [policy.path]: menu(policy),
};
