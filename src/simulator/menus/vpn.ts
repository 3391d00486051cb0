import { randomBytes } from 'node:crypto';
import type { Fields } from '../command';
import { type Editable, editing, removing } from '../edit';
import { building, type InterfaceKind, shownOf } from '../interface-kind';
import type { Machine, Menus } from '../machine';
import { noticing, type Touched } from '../noticing';
import { printOf, rowOf } from '../print';
import { between, chanceOf } from '../random';
import { numberFrom } from '../readers';
import { cookie, established, unestablished } from '../seed/ipsec';
import { since } from '../seed/ppp';
import { caller, lastHeard, pairOf, usualPeer } from '../seed/wireguard';
import type { Reader } from '../stored';
import type { Item } from '../table';
import { invalid } from '../trap';
import type { Version } from '../version';
import { writtenUptime } from '../written';
import { telling, uptime } from './subscribers';

const [interfaces, peers] = ['/interface/wireguard', '/interface/wireguard/peers'];
const [connected, policies] = ['/ip/ipsec/active-peers', '/ip/ipsec/policy'];

/** When a peer was last switched on. One that never was is on since the router started. */
const switchedOnAt = new WeakMap<Item, number>();

/** Two sides that have something to say make new keys every two minutes. */
const handshakeSeconds = 120;
/** How long after it was switched on a peer needs to call. */
const firstCallMs = 3000;

/** A peer with what it did by itself since it was switched on. */
function peerRow(machine: Machine, item: Item): Fields {
  const { [caller]: from, [lastHeard]: heard, ...row } = rowOf(item, machine);
  const { seed, state } = machine;
  const now = Date.now();
  const [began, last] = [switchedOnAt.get(item) ?? state.bootedAt, heard === undefined ? now : Number(heard)];
  if (from === undefined || row.disabled === 'true' || last - began < firstCallMs)
    return { ...row, 'current-endpoint-address': '', 'current-endpoint-port': '0', rx: '0', tx: '0' };
  const [address = '', port = '0'] = from.split(':');
  const seconds = (last - began - firstCallMs) / 1000;
  const perSecond = 400 + 30_000 * chanceOf(seed, row['public-key'] ?? '', 'busy');
  const turn = between(0, handshakeSeconds - 1, seed, row['public-key'] ?? '', 'turn');
  const ago = heard === undefined ? Math.min(seconds, (seconds + turn) % handshakeSeconds) : (now - last) / 1000;
  return {
    ...{ ...row, 'current-endpoint-address': address, 'current-endpoint-port': port },
    ...{ rx: String(148 + Math.floor(perSecond * seconds)), tx: String(92 + Math.floor(perSecond * 3.2 * seconds)) },
    'last-handshake': writtenUptime(ago),
  };
}

const fromMiddle = (version: Version): boolean => version.isFrom(7, 12);

/** A key of 32 bytes in base64. */
const key: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  if (Buffer.from(text, 'base64').length !== 32) throw invalid(name);
  return text;
};

const editablePeers: Editable = {
  path: peers,
  settable: {
    ...{ interface: { rowOf: interfaces }, name: 'text', 'public-key': key, 'allowed-address': 'prefixes' },
    ...{ 'endpoint-address': 'text', 'endpoint-port': 'number', 'persistent-keepalive': 'time' },
    ...{ 'preshared-key': 'text', 'private-key': 'text', 'client-address': 'text', 'client-dns': 'text' },
    ...{ 'client-endpoint': 'text', 'client-keepalive': 'time', 'client-listen-port': 'number' },
    ...{ 'is-responder': 'flag', responder: 'flag', disabled: 'flag', comment: 'text' },
  },
  only: {
    name: (version) => version.isFrom(7, 15),
    'is-responder': (version) => version.isFrom(7, 15) && !version.isFrom(7, 17),
    responder: (version) => version.isFrom(7, 17),
    ...Object.fromEntries(
      ['private-key', 'address', 'dns', 'endpoint', 'keepalive', 'listen-port'].map((name) => [
        name === 'private-key' ? name : `client-${name}`,
        fromMiddle,
      ]),
    ),
  },
  required: ['interface', 'allowed-address'],
  isOrdered: true,
  optional: ['persistent-keepalive', 'client-address', 'client-dns', 'client-keepalive', 'client-listen-port'],
  completed: (fields, { version }, others) => ({
    ...(version.isFrom(7, 15) ? { name: freePeerName(others) } : {}),
    ...{ ...usualPeer(fromMiddle(version)), ...fields, dynamic: 'false' },
  }),
  // A key is one peer on the whole router, whatever interface it is on.
  conflict: ({ 'public-key': own }, others) =>
    own !== undefined && others.some((other) => other['public-key'] === own) ? 'failure: entry already exists' : null,
};

function freePeerName(others: readonly Fields[]): string {
  for (let number = others.length + 1; ; number++)
    if (!others.some(({ name }) => name === `peer${number}`)) return `peer${number}`;
}

const wireguards: InterfaceKind = {
  ...{ path: interfaces, type: 'wg', prefix: 'wireguard', required: [], hasMtu: true },
  own: { 'listen-port': numberFrom(0, 65_535), 'private-key': key, vrf: 'text' },
  only: { vrf: (version) => version.isFrom(7, 21) },
  completed: ({ 'listen-port': port, 'private-key': secret, ...fields }, { version, state }) => {
    const keys = pairOf(secret === undefined ? randomBytes(32) : Buffer.from(secret, 'base64'));
    const free = String(13_231 + state.table(interfaces).items.length);
    return {
      ...{ 'listen-port': port ?? free, 'private-key': secret ?? keys.private, 'public-key': keys.public },
      ...(version.isFrom(7, 21) ? { vrf: 'main' } : {}),
      ...fields,
    };
  },
  built: () => ({ mtu: '1420', 'actual-mtu': '1420', running: 'true' }),
  follows: ({ 'private-key': secret }) =>
    secret === undefined ? {} : { 'public-key': pairOf(Buffer.from(secret, 'base64')).public },
};

function changedPeer(_: Machine, { item, before, after }: Touched): void {
  if (before?.disabled === 'true' && after?.disabled === 'false') switchedOnAt.set(item, Date.now());
}

const editsOfPeers = Object.fromEntries(
  Object.entries(editing(editablePeers)).map(([name, operation]) => [name, noticing(operation, peers, changedPeer)]),
);

const hasWireguard = ({ version }: Machine): boolean => !version.isSix;

/** How long two peers of IPsec take to agree again. */
const negotiationMs = 6000;

/** The second phase goes with the first; then either side wants the tunnel and negotiates it anew. */
function disconnected(machine: Machine, { item, before, after }: Touched): void {
  if (before === null || after !== null) return;
  const { state, seed } = machine;
  const remote = before['remote-address'] ?? '';
  const tell = (fields: Fields) => {
    for (const policy of state.table(policies).items)
      if (policy.fields['sa-dst-address'] === remote) state.table(policies).set(policy, fields);
  };
  tell(unestablished);
  if (before.state !== 'established') return;
  state.upcoming.plan(Date.now() + negotiationMs, (at) => {
    const counters = Object.entries(item.counters ?? {}).map(
      ([name, { perSecond }]) => [name, state.countingFrom(at, perSecond)] as const,
    );
    const [spii, spir] = ['i', 'r'].map((side) => cookie(seed, remote, at, side));
    state
      .table(connected)
      .add(
        { ...before, [since]: String(at), spii: spii ?? '', spir: spir ?? '' },
        { counters: Object.fromEntries(counters) },
      );
    tell(established);
  });
}

/** Who has not answered has not been up, nor seen. */
function connections(machine: Machine): Fields[] {
  const rows = [...telling(connected, uptime)(machine)];
  return rows.map(({ uptime: up = '', ...row }) => {
    if (row.state !== 'established') return row;
    const second = Math.floor(Date.now() / 1000);
    const seen = (second + between(0, 14, machine.seed, row.id ?? '')) % 15;
    return { ...row, uptime: up, 'last-seen': writtenUptime(seen) };
  });
}

export const vpnMenus: Menus = {
  [interfaces]: {
    exists: hasWireguard,
    operations: {
      print: printOf({
        rows: (machine) => machine.state.table(interfaces).items.map((own) => shownOf(machine, own, wireguards)),
        secrets: ['private-key'],
      }),
      ...building(wireguards),
    },
  },
  [peers]: {
    exists: hasWireguard,
    operations: {
      print: printOf({
        rows: (machine) => machine.state.table(peers).items.map((item) => peerRow(machine, item)),
        secrets: ['private-key', 'preshared-key'],
      }),
      ...editsOfPeers,
    },
  },
  [connected]: {
    operations: {
      print: printOf({ rows: connections }),
      remove: noticing(removing(connected), connected, disconnected),
    },
  },
};
