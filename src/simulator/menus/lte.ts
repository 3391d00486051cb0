import { chosen, needed } from '../argument';
import type { Fields } from '../command';
import type { Call, Machine, Menus, Operation } from '../machine';
import { printOf, rowOf } from '../print';
import { between, chanceOf } from '../random';
import type { Item } from '../table';
import { everyInterval } from '../tools/monitor-traffic';
import { writtenUptime } from '../written';

const modems = ({ state }: Machine): Item[] =>
  state.table('/interface').items.filter(({ fields }) => fields.type === 'lte');

/** The menu is on every router, as RouterOS's own trees of virtual ones show; without a modem it is empty. */
function rows(machine: Machine): Fields[] {
  return modems(machine).map((item) => {
    const { '.id': id = '', name = '', mtu = '1500', running = 'false', disabled = 'false' } = rowOf(item, machine);
    const set = { 'apn-profiles': 'default', 'allow-roaming': 'false', 'network-mode': '3g,lte', band: '' };
    return { '.id': id, name, 'default-name': 'lte1', mtu, ...set, running, inactive: 'false', disabled };
  });
}

/** How well the modem hears its cell: never twice quite the same. */
function signal({ seed }: Machine, name: string): Fields {
  const now = Math.floor(Date.now() / 2000);
  const near = (middle: number, swing: number, what: string) =>
    middle + swing * (chanceOf(seed, name, what, now) - 0.5) + 8 * (chanceOf(seed, name, what) - 0.5);
  return {
    ...{ rssi: near(-66, 4, 'rssi').toFixed(0), rsrp: near(-95, 4, 'rsrp').toFixed(0) },
    ...{ rsrq: (-9 + 3 * (chanceOf(seed, name, now) - 0.5)).toFixed(1), sinr: near(14, 5, 'sinr').toFixed(0) },
  };
}

function state(machine: Machine, item: Item): Fields {
  const { seed, version, model, state: router } = machine;
  const { name = '' } = item.fields;
  const [enb, sector] = [between(100_000, 900_000, seed, 'enb'), between(1, 200, seed, 'sector')];
  // Somebody's card: what names a person is there, and nobody should ask for it.
  const person = {
    imei: `35565409${between(1_000_000, 9_999_999, seed, 'imei')}`,
    imsi: `22201${between(1_000_000_000, 1_999_999_999, seed, 'imsi')}`,
  };
  const cell = { lac: String(between(1000, 60_000, seed, 'lac')), 'current-cellid': String(enb * 256 + sector) };
  const session = { 'session-uptime': writtenUptime(Math.max(60, router.uptimeSeconds - 90)), ...person };
  const own = { 'registration-status': 'registered', functionality: 'full', ...model.modem };
  const network = { 'current-operator': 'Alpen Mobil', ...cell, 'enb-id': String(enb), 'sector-id': String(sector) };
  const physical = { 'phy-cellid': String(between(0, 503, seed, 'pci')) };
  if (version.isSix)
    return {
      ...{ 'pin-status': 'ok', ...own, ...network, ...physical, 'access-technology': 'Evolved 3G (LTE)', ...session },
      ...{ uicc: '8939010210838548578', earfcn: '1550 (band 3, bandwidth 20Mhz)', ...signal(machine, name) },
    };
  return {
    ...{ status: 'connected', 'pin-status': 'ok', ...own, ...network, ...physical },
    ...{ 'access-technology': 'LTE', ...session, uicc: '8939010210838548578' },
    ...{ 'primary-band': 'B3@20Mhz earfcn: 1550 phy-cellid: 459', 'dl-modulation': '64qam', cqi: '11', ri: '2' },
    ...signal(machine, name),
  };
}

const watching = (argument: 'numbers' | 'number', exists: Operation['exists']): Operation => ({
  policy: 'read',
  parameters: [argument, 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
  ...(exists === undefined ? {} : { exists }),
  run: (call) => {
    const items = named(call, argument);
    return everyInterval(call, () => items.map((item) => state(call.machine, item)));
  },
});

function named(call: Call, argument: string): Item[] {
  const known = modems(call.machine);
  const names = known.map(({ fields }) => fields.name ?? '');
  const meant = needed(call, argument)
    .split(',')
    .map((given) => chosen(argument, given, names));
  return known.filter(({ fields }) => meant.includes(fields.name ?? ''));
}

export const lteMenus: Menus = {
  '/interface/lte': {
    operations: {
      print: printOf({ rows }),
      monitor: watching('numbers', ({ version }) => !version.isSix),
      info: watching('number', ({ version }) => version.isSix),
    },
  },
};
