import type { Fields } from '../command';
import { type Editable, editing, removing } from '../edit';
import type { Machine, Menu, Menus } from '../machine';
import { noticing, type Touched } from '../noticing';
import { printOf, rowOf, rowsOf } from '../print';
import { between, chanceOf } from '../random';
import { cookie, established, unestablished } from '../seed/ipsec';
import { since } from '../seed/ppp';
import { caller, lastHeard, usualPeer } from '../seed/wireguard';
import { onInterface } from '../sessions';
import type { Item } from '../table';
import { invalid } from '../trap';
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

const editablePeers: Editable = {
  path: peers,
  settable: {
    ...{ interface: { rowOf: interfaces }, name: 'text', 'public-key': 'text', 'allowed-address': 'prefixes' },
    ...{ 'endpoint-address': 'text', 'endpoint-port': 'number', 'persistent-keepalive': 'time' },
    ...{ 'preshared-key': 'text', disabled: 'flag', comment: 'text' },
  },
  required: ['interface', 'allowed-address'],
  completed: (fields) => ({ ...usualPeer(true), ...fields, dynamic: 'false' }),
  // A key is one peer on the whole router, whatever interface it is on.
  conflict: (fields, others) => {
    const key = fields['public-key'];
    if (key !== undefined && Buffer.from(key, 'base64').length !== 32) throw invalid('public-key');
    return others.some((other) => other['public-key'] === key) ? 'failure: entry already exists' : null;
  },
};

function changedPeer({ state, version }: Machine, { item, before, after }: Touched): void {
  if (before === null && item.fields.name === undefined && version.isFrom(7, 15))
    state.table(peers).set(item, { name: `peer${state.table(peers).items.length}` });
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

const printed = (path: string, secrets: readonly string[] = []): Menu => ({
  operations: { print: printOf({ rows: rowsOf(path), secrets }) },
});

export const vpnMenus: Menus = {
  [interfaces]: {
    exists: hasWireguard,
    operations: {
      print: printOf({
        rows: (machine) => machine.state.table(interfaces).items.map((item) => onInterface(machine, item)),
        secrets: ['private-key'],
      }),
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
  '/ip/ipsec/peer': printed('/ip/ipsec/peer'),
  '/ip/ipsec/identity': printed('/ip/ipsec/identity', ['secret']),
  [policies]: printed(policies),
  [connected]: {
    operations: {
      print: printOf({ rows: connections }),
      remove: noticing(removing(connected), connected, disconnected),
    },
  },
};
