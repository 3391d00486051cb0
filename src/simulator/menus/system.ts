import type { Fields } from '../command';
import type { Machine, Menu, Menus, Operation } from '../machine';
import { printOf } from '../print';
import { between, chanceOf } from '../random';
import { freeStorage, totalStorage } from '../storage';
import { unknownParameter } from '../trap';
import { writtenDate, writtenFlag, writtenMoment, writtenTime, writtenUptime } from '../written';

const mebi = 1024 * 1024;

/** What RouterOS says where there are no rows that could come and go. */
export const nothingToFollow: Operation = {
  policy: 'read',
  parameters: ['.proplist'],
  run() {
    throw unknownParameter('follow-only');
  },
};

/** A menu of settings: one row. */
export const settings = (row: (machine: Machine) => Fields, exists?: Menu['exists']): Menu => ({
  operations: { print: printOf({ rows: (machine) => [row(machine)], isSettings: true }), listen: nothingToFollow },
  ...(exists === undefined ? {} : { exists }),
});

function resource(machine: Machine): Fields {
  const { state, model, version, seed } = machine;
  const memory = model.memoryMiB * mebi;
  const free =
    memory * (0.35 + 0.4 * chanceOf(seed, 'memory')) - between(0, 2 * mebi, seed, Math.floor(Date.now() / 5000));
  const written = between(4000, 90_000, seed, 'sectors');
  return {
    uptime: writtenUptime(state.uptimeSeconds),
    version: `${version.text} (${version.isSix ? 'long-term' : 'stable'})`,
    'build-time': buildTime(machine),
    ...(model.routerboard === null ? {} : { 'factory-software': version.isFrom(7, 0) ? '7.4.1' : '6.45.9' }),
    ...{ 'free-memory': String(Math.floor(free)), 'total-memory': String(memory) },
    ...{ cpu: model.cpu, 'cpu-count': String(model.cpuCount), 'cpu-frequency': String(model.cpuMHz) },
    'cpu-load': String(state.cpuLoad()),
    'free-hdd-space': String(freeStorage(machine)),
    'total-hdd-space': String(totalStorage(machine)),
    ...{ 'write-sect-since-reboot': String(written), 'write-sect-total': String(written * 37) },
    ...(model.routerboard === null ? {} : { 'bad-blocks': '0' }),
    ...{ 'architecture-name': model.architecture, 'board-name': model.board, platform: 'MikroTik' },
  };
}

const buildTime = ({ version }: Machine): string =>
  writtenMoment(
    new Date(Date.UTC(2021 + (version.isSix ? 3 : version.minor / 5), version.minor % 12, 14, 9, 41, 7)),
    version,
  );

function clock({ state, version }: Machine): Fields {
  const now = state.shown(Date.now());
  const { name, offsetMinutes } = state.zone;
  const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0');
  return {
    ...{ time: writtenTime(now), date: writtenDate(now, version), 'time-zone-autodetect': 'false' },
    ...{
      'time-zone-name': name,
      'gmt-offset': `${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`,
      'dst-active': 'false',
    },
  };
}

function routerboard({ model, version, seed }: Machine): Fields {
  const serial = between(0x100000, 0xffffff, seed, 'serial').toString(16).toUpperCase();
  return {
    ...{ routerboard: 'true', 'board-name': model.board, model: model.routerboard ?? '', revision: 'r2' },
    'serial-number': `HF${serial}${between(10, 99, seed, 'batch')}`,
    ...{ 'firmware-type': model.architecture === 'arm64' ? 'al64' : 'ipq4000L', 'factory-firmware': '6.47.9' },
    ...{ 'current-firmware': version.text, 'upgrade-firmware': version.text },
  };
}

/** Packages for radios, which the system has in it or beside it, by its version. */
function drivers({ version, model }: Machine): string[] {
  const old = model.radios.includes('wlan') && version.isFrom(7, 13) ? ['wireless'] : [];
  const young = model.radios.includes('wifi') ? [version.isFrom(7, 13) ? 'wifi-qcom' : 'wifiwave2'] : [];
  return [...old, ...young];
}

function packages(machine: Machine): Fields[] {
  const { version, model } = machine;
  const names = version.isSix
    ? [
        `routeros-${model.architecture}`,
        'system',
        'security',
        'routing',
        'ppp',
        'dhcp',
        'wireless',
        'advanced-tools',
        'ipv6',
      ]
    : ['routeros', ...drivers(machine)];
  return names.map((name, index) => ({
    ...{ '.id': `*${index + 1}`, name, version: version.text, 'build-time': buildTime(machine), scheduled: '' },
    disabled: 'false',
  }));
}

/** What a mode forbids, among what it may forbid. */
const offIn = {
  home: [
    'traffic-gen',
    'container',
    'install-any-version',
    'partitions',
    'routerboard',
    'bandwidth-test',
    'scheduler',
    'socks',
    'fetch',
    'pptp',
    'l2tp',
    'proxy',
    'smb',
    'zerotier',
    'email',
    'sniffer',
    'ipsec',
    'romon',
  ],
  basic: [
    'traffic-gen',
    'container',
    'install-any-version',
    'partitions',
    'routerboard',
    'bandwidth-test',
    'socks',
    'proxy',
    'smb',
    'zerotier',
  ],
  advanced: ['traffic-gen', 'container', 'install-any-version', 'partitions', 'routerboard'],
} as const;

/** Whether the mode of this router allows a feature; before there were modes everything was allowed. */
export function isAllowed({ version, model }: Machine, feature: string): boolean {
  const off: readonly string[] = offIn[model.mode];
  return !version.hasDeviceMode || !off.includes(feature);
}

function deviceMode(machine: Machine): Fields {
  const features = [...new Set([...offIn.home, 'hotspot'])].sort();
  return {
    mode: machine.model.mode,
    'allowed-versions': '7.13+,6.49.8+',
    flagged: 'false',
    'flagging-enabled': 'true',
    ...Object.fromEntries(features.map((feature) => [feature, writtenFlag(isAllowed(machine, feature))])),
    'attempt-count': '0',
  };
}

export const systemMenus: Menus = {
  '/system/resource': settings(resource),
  '/system/identity': settings(({ state }) => ({ name: state.identity })),
  '/system/clock': settings(clock),
  '/system/routerboard': settings(routerboard, ({ model }) => model.routerboard !== null),
  '/system/package': { operations: { print: printOf({ rows: packages }) } },
  '/system/device-mode': settings(deviceMode, ({ version }) => version.hasDeviceMode),
};
