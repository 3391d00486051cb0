import { needed } from '../argument';
import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Call, Machine, Menu, Menus, Operation } from '../machine';
import { printOf, rowOf, rowsOf } from '../print';
import { between, chanceOf } from '../random';
import { since } from '../seed/ppp';
import type { Item } from '../table';
import { everyInterval } from '../tools/monitor-traffic';
import { missing, noSuchItem } from '../trap';
import { unsetting } from '../unset';
import { writtenUptime } from '../written';

const [wireless, wifi, w60g] = ['/interface/wireless', '/interface/wifi', '/interface/w60g'] as const;

/** How long a client that was dropped is away. */
const awayMs = 4000;

const frequencies = [
  ...['2412', '2417', '2422', '2427', '2432', '2437', '2442', '2447', '2452', '2457', '2462', '2467', '2472'],
  ...['5180', '5200', '5220', '5240', '5260', '5280', '5300', '5320', '5500', '5520', '5540', '5560', '5580', '5600'],
  ...['5620', '5640', '5660', '5680', '5700', '5720', '5745', '5765', '5785', '5805', '5825', 'auto'],
];
const widths = [
  ...['5mhz', '10mhz', '20mhz', '20/40mhz-Ce', '20/40mhz-eC', '20/40mhz-XX', '20/40/80mhz-Ceee', '20/40/80mhz-eCee'],
  ...['20/40/80mhz-eeCe', '20/40/80mhz-eeeC', '20/40/80mhz-XXXX'],
];
const wifiWidths = ['20mhz', '20/40mhz', '20/40mhz-Ce', '20/40mhz-eC', '20/40/80mhz', '20/40/80/160mhz'];

const basic: Editable['settable'] = { name: 'text', disabled: 'flag', comment: 'text' };
const follows: Editable['consequences'] = ({ disabled }) =>
  disabled === undefined ? {} : { running: disabled === 'true' ? 'false' : 'true' };

const radios: Editable = {
  path: wireless,
  settable: { ...basic, ssid: 'text', frequency: frequencies, 'channel-width': widths },
  consequences: follows,
};
const wifiRadios: Editable = {
  path: wifi,
  settable: {
    ...basic,
    ...{ 'channel.frequency': frequencies, 'channel.width': wifiWidths, 'configuration.ssid': 'text' },
  },
  consequences: follows,
};
const w60gRadios: Editable = {
  path: w60g,
  settable: { ...basic, frequency: ['auto', '58320', '60480', '62640', '64800', '66000', '66960', '69120'] },
  consequences: follows,
};

const tableOf = (path: string): string => `${path}/registration-table`;

/** Clients that are here at this moment, with what they have sent so far. */
function clients(path: string): (machine: Machine) => Fields[] {
  return (machine) =>
    machine.state
      .table(tableOf(path))
      .items.filter(({ fields }) => Number(fields[since] ?? 0) <= Date.now())
      .map((item) => client(machine, item));
}

function client(machine: Machine, item: Item): Fields {
  const { [since]: began = '0', ...row } = rowOf(item, machine);
  const { 'mac-address': mac = '' } = row;
  const seconds = Math.max(0, (Date.now() - Number(began)) / 1000);
  const perSecond = 400 + 60_000 * chanceOf(mac, 'busy') ** 2;
  const [sent, received] = [Math.floor(perSecond * seconds), Math.floor(perSecond * seconds * 0.2)];
  return {
    ...row,
    ...{ uptime: writtenUptime(seconds), 'last-activity': `${between(0, 99, mac, Math.floor(seconds)) * 10}ms` },
    ...{ bytes: `${sent},${received}`, packets: `${Math.ceil(sent / 900)},${Math.ceil(received / 300)}` },
  };
}

/** A client that is dropped is gone, and comes back a little later under another number. */
function drop(call: Call, path: string): null {
  const table = call.machine.state.table(tableOf(path));
  const given = call.attributes.get('.id') ?? call.attributes.get('numbers');
  if (given === undefined || given === '') throw missing('numbers');
  const items = given.split(',').map((reference) => {
    const item = table.find(reference);
    if (item === null) throw noSuchItem();
    return item;
  });
  for (const item of items) {
    table.remove(item);
    table.add({ ...item.fields, [since]: String(Date.now() + awayMs) });
  }
  return null;
}

const registered = (path: string, exists: Menu['exists']): Menu => ({
  operations: {
    print: printOf({ rows: clients(path) }),
    remove: { policy: 'write', parameters: ['numbers', '.id'], run: (call) => drop(call, path) },
  },
  ...(exists === undefined ? {} : { exists }),
});

const monitored = (path: string, watched: (machine: Machine, radio: Fields) => Fields): Operation => ({
  policy: 'read',
  parameters: ['numbers', '.id', 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
  run: (call) => {
    const items = needed(call, 'numbers')
      .split(',')
      .map((name) => call.machine.state.table(path).find(name));
    return everyInterval(call, () =>
      items.map((item) => {
        if (item === null) throw noSuchItem();
        return watched(call.machine, item.fields);
      }),
    );
  },
});

const heardOn = (machine: Machine, path: string, { name }: Fields): Fields[] =>
  clients(path)(machine).filter((row) => row.interface === name);

/** What the registration table says of an access point and the state of the radio does not. */
const ofTable = ['.id', 'interface', 'mac-address', 'uptime', 'bytes', 'packets', 'ap', 'last-activity'];

function watchedWireless(machine: Machine, radio: Fields): Fields {
  if (radio.disabled === 'true') return { status: 'disabled' };
  const { name = '', frequency = '', 'channel-width': width = '20mhz', band = '', ssid = '' } = radio;
  const here = heardOn(machine, wireless, radio);
  const extension = width.includes('-') ? `-${width.split('-')[1]}` : '';
  const channel = `${frequency}/20${extension}/${band.endsWith('ac') ? 'ac' : 'gn'}(${band.startsWith('5') ? 27 : 17}dBm)`;
  const noise = { 'noise-floor': String(-between(102, 112, machine.seed, name, Math.floor(Date.now() / 10_000))) };
  if (radio.mode === 'station') {
    const [link = {}] = here;
    return {
      ...{ status: 'connected-to-ess', channel, 'wireless-protocol': '802.11', ...noise, ssid },
      ...Object.fromEntries(Object.entries(link).filter(([field]) => !ofTable.includes(field))),
      bssid: link['mac-address'] ?? '',
    };
  }
  return {
    ...{ status: 'running-ap', channel, 'wireless-protocol': '802.11', ...noise },
    ...{ 'registered-clients': String(here.length), 'authenticated-clients': String(here.length) },
    ...{ 'overall-tx-ccq': String(between(72, 96, machine.seed, name, Math.floor(Date.now() / 10_000))) },
    ...{ nstreme: 'false', 'notify-external-fdb': 'false', 'current-tx-powers': '6Mbps:27(27/30)' },
  };
}

function watchedWifi(machine: Machine, radio: Fields): Fields {
  if (radio.disabled === 'true') return { state: 'disabled' };
  const { 'channel.frequency': frequency = '', 'channel.width': width = '' } = radio;
  const here = String(heardOn(machine, wifi, radio).length);
  const extension = width.includes('80') ? '/Ceee' : width.includes('40') ? '/Ce' : '';
  return {
    ...{ state: 'running', channel: `${frequency}/ax${extension}` },
    ...{ 'registered-peers': here, 'authorized-peers': here, 'tx-power': frequency.startsWith('5') ? '24' : '20' },
  };
}

function watchedW60g(machine: Machine, radio: Fields): Fields {
  const [far] = machine.state.table(`${w60g}/station`).items;
  const metres = Number(far?.fields['.metres'] ?? '300');
  const signal = Math.round(92 - metres / 40 + 4 * chanceOf(machine.seed, Math.floor(Date.now() / 5000)));
  const mcs = signal > 75 ? 8 : signal > 65 ? 6 : 4;
  return {
    ...{ connected: 'true', frequency: radio.frequency ?? '', 'remote-address': far?.fields['remote-address'] ?? '' },
    ...{ 'tx-mcs': String(mcs), 'tx-phy-rate': `${mcs === 8 ? '2.3' : mcs === 6 ? '1.5' : '1.1'}Gbps` },
    ...{ signal: String(signal), rssi: String(signal - 140), 'tx-sector': String(between(20, 60, machine.seed)) },
    ...{ 'tx-sector-info': 'center', distance: `${metres}.5m`, 'tx-packet-error-rate': signal > 70 ? '0%' : '6%' },
  };
}

function stations60(machine: Machine): Fields[] {
  return machine.state.table(`${w60g}/station`).items.map((item) => {
    const { '.metres': _, [since]: __, ...row } = rowOf(item, machine);
    return row;
  });
}

const drivenBy =
  (kind: 'wlan' | 'wifi' | 'w60g', isRight: (machine: Machine) => boolean = () => true) =>
  (machine: Machine): boolean =>
    machine.model.radios.includes(kind) && isRight(machine);
const isWifi = drivenBy('wifi', ({ version }) => version.isFrom(7, 13));
const isWifiWave2 = drivenBy('wifi', ({ version }) => !version.isSix && !version.isFrom(7, 13));

const radioMenu = (editable: Editable, monitor: Operation, exists: Menu['exists']): Menu => ({
  operations: { print: printOf({ rows: rowsOf(editable.path) }), ...editing(editable), monitor },
  ...(exists === undefined ? {} : { exists }),
});

/** Of the package for new radios, under either of its names. */
function wifiMenu(exists: Menu['exists']): Menu {
  const { operations, ...rest } = radioMenu(wifiRadios, monitored(wifi, watchedWifi), exists);
  return { ...rest, operations: { ...operations, unset: unsetting(wifi, ['channel.frequency', 'channel.width']) } };
}

/** The wireless package has the old controller in it; nobody here uses it. */
const empty: Menu = { operations: { print: printOf({ rows: () => [] }) }, exists: drivenBy('wlan') };

export const radioMenus: Menus = {
  [wireless]: radioMenu(radios, monitored(wireless, watchedWireless), drivenBy('wlan')),
  [tableOf(wireless)]: registered(wireless, drivenBy('wlan')),
  [wifi]: wifiMenu(isWifi),
  [tableOf(wifi)]: registered(wifi, isWifi),
  // The same package under the name it had before: the same rows.
  '/interface/wifiwave2': wifiMenu(isWifiWave2),
  [tableOf('/interface/wifiwave2')]: registered(wifi, isWifiWave2),
  [w60g]: radioMenu(w60gRadios, monitored(w60g, watchedW60g), drivenBy('w60g')),
  '/interface/w60g/station': { operations: { print: printOf({ rows: stations60 }) }, exists: drivenBy('w60g') },
  '/caps-man/interface': empty,
  '/caps-man/registration-table': empty,
};
