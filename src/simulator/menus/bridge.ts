import { needed } from '../argument';
import type { Fields } from '../command';
import { editing } from '../edit';
import { building, shownOf } from '../interface-kind';
import type { Machine, Menus, Operation } from '../machine';
import { printOf, rowOf, rowsOf } from '../print';
import { rootOf } from '../seed/bridging';
import { everyInterval } from '../tools/monitor-traffic';
import { noSuchItem } from '../trap';
import { writtenFlag, writtenId } from '../written';
import { bridgeKind, filterRules, ports, vlans } from './bridge-settings';
import { treeOf } from './spanning-tree';

const { path: bridgePath } = bridgeKind;
const [{ path: portPath }, { path: vlanPath }, { path: filterPath }] = [ports, vlans, filterRules];

const isRunning = ({ state }: Machine, name: string): boolean =>
  state.table('/interface').find(name)?.fields.running === 'true';

const bridges = (machine: Machine): Fields[] =>
  machine.state.table(bridgePath).items.map((own) => {
    const { [rootOf]: _, ...row } = shownOf(machine, own);
    return row;
  });

/** The ports with what they do at present. */
function portRows(machine: Machine): Fields[] {
  return machine.state.table(portPath).items.map((item, index) => {
    const row = rowOf(item, machine);
    const { interface: name = '', disabled = 'false', hw, bridge = '' } = row;
    const isUp = disabled === 'false' && isRunning(machine, name);
    const isOffloaded = hw === 'true' && (isFiltering(machine, bridge) === false || /^CRS/.test(machine.model.board));
    return {
      ...row,
      status: isUp ? 'in-bridge' : 'inactive',
      ...{ 'port-number': String(index + 1), ...treeOf(machine, { name, bridge, isUp }) },
      ...{ inactive: writtenFlag(!isUp), ...(hw === undefined ? {} : { 'hw-offload': writtenFlag(isOffloaded) }) },
    };
  });
}

const isFiltering = ({ state }: Machine, bridge: string): boolean =>
  state.table(bridgePath).find(bridge)?.fields['vlan-filtering'] === 'true';

const named = (text: string | undefined): string[] => (text ?? '').split(',').filter((name) => name !== '');

/** Numbers of rows that nobody wrote begin up there. */
const dynamicIds = 0x80_00_00_00;

/** What somebody wrote, and a row for each VLAN that ports put untagged frames into. */
function vlanRows(machine: Machine): Fields[] {
  const { state } = machine;
  const written = state.table(vlanPath).items.map((item) => rowOf(item, machine));
  const isIn = (bridge: string) => (name: string) => name === bridge || isRunning(machine, name);
  const shown = written.map((row) => {
    const { bridge = '' } = row;
    const now = (names: string | undefined) =>
      isFiltering(machine, bridge) ? named(names).filter(isIn(bridge)).join(',') : '';
    return { ...row, 'current-tagged': now(row.tagged), 'current-untagged': now(row.untagged) };
  });
  return [...shown, ...state.table(bridgePath).items.flatMap(({ fields }) => added(machine, fields, written))];
}

function added(machine: Machine, bridge: Fields, written: readonly Fields[]): Fields[] {
  const { name = '', pvid: own = '1' } = bridge;
  if (bridge['vlan-filtering'] !== 'true') return [];
  const untagged = machine.state
    .table(portPath)
    .items.map(({ fields }) => fields)
    .filter(
      ({ interface: port = '', bridge: on, disabled }) =>
        on === name && disabled === 'false' && isRunning(machine, port),
    )
    .map(({ interface: port = '', pvid = '1' }) => ({ port, pvid }));
  const members = [{ port: name, pvid: own }, ...untagged].filter(
    ({ port, pvid }) => !written.some((row) => row['vlan-ids'] === pvid && named(row.untagged).includes(port)),
  );
  const vids = [...new Set(members.map(({ pvid }) => pvid))].sort((one, other) => Number(one) - Number(other));
  return vids.map((vid) => ({
    ...{ '.id': writtenId(dynamicIds + Number(vid)), bridge: name, 'vlan-ids': vid, tagged: '', untagged: '' },
    'current-tagged': '',
    'current-untagged': members
      .filter(({ pvid }) => pvid === vid)
      .map(({ port }) => port)
      .join(','),
    ...{ dynamic: 'true', disabled: 'false' },
    ...(machine.version.isFrom(7, 16) ? { comment: 'added by pvid' } : {}),
  }));
}

/** What the tree looks like from a bridge. */
function watched(machine: Machine, bridge: string): Fields {
  const item = machine.state.table(bridgePath).find(bridge);
  if (item === null) throw noSuchItem();
  const { 'mac-address': mac = '', [rootOf]: root = mac, name = '' } = item.fields;
  const ofIt = portRows(machine).filter((port) => port.bridge === name);
  const rootPort = ofIt.find(({ role }) => role === 'root-port');
  const designated = ofIt.filter(({ role }) => role === 'designated-port');
  return {
    ...{ state: 'enabled', 'current-mac-address': mac, 'root-bridge': writtenFlag(rootPort === undefined) },
    'root-bridge-id': `0x8000.${rootPort === undefined ? mac : root}`,
    'root-path-cost': rootPort?.['root-path-cost'] ?? '0',
    ...{ 'root-port': rootPort?.interface ?? 'none', 'port-count': String(ofIt.length) },
    ...{ 'designated-port-count': String(designated.length), 'fast-forward': 'false', 'multicast-router': 'false' },
  };
}

const monitoring = [
  ...['numbers', '.id', 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
];

const monitorBridge: Operation = {
  policy: 'read',
  parameters: monitoring,
  run: (call) => {
    const names = needed(call, 'numbers').split(',');
    return everyInterval(call, () => names.map((name) => watched(call.machine, name)));
  },
};

const monitorPort: Operation = {
  policy: 'read',
  parameters: monitoring,
  run: (call) => {
    const wanted = needed(call, 'numbers').split(',');
    return everyInterval(call, () => {
      const rows = portRows(call.machine).filter((row) => wanted.includes(row['.id'] ?? ''));
      if (rows.length < wanted.length) throw noSuchItem();
      return rows.map(({ '.id': _, bridge: __, ...row }) => row);
    });
  },
};

export const bridgeMenus: Menus = {
  [bridgePath]: { operations: { print: printOf({ rows: bridges }), ...building(bridgeKind), monitor: monitorBridge } },
  [portPath]: { operations: { print: printOf({ rows: portRows }), ...editing(ports), monitor: monitorPort } },
  [vlanPath]: { operations: { print: printOf({ rows: vlanRows }), ...editing(vlans) } },
  [filterPath]: {
    operations: { print: printOf({ rows: rowsOf(filterPath), stats: ['bytes', 'packets'] }), ...editing(filterRules) },
  },
};
