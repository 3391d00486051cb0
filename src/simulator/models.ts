/** Ports that are numbered together: `ether1`, `ether2`, ... */
export interface Ports {
  readonly prefix: string;
  readonly count: number;
  readonly rate: string;
}

/** Which package drives a radio: the old wireless one, the wifi package (wifiwave2 before 7.13), or that of 60 GHz. */
export type Radio = 'wlan' | 'wifi' | 'w60g';

/** Its name, its unit and what it moves between; one without a unit says whether something is `ok`. */
export type Sensor = readonly [name: string, unit: 'V' | 'A' | 'W' | 'C' | 'RPM' | '', least: number, most: number];

/** A modem that is soldered or plugged in. */
export interface Modem {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
}

/** What is screwed and soldered together: everything about a router that no configuration changes. */
export interface Model {
  /** As `/system/resource` names it. */
  readonly board: string;
  /** As `/system/routerboard` names it; null on a virtual router, which has no such menu. */
  readonly routerboard: string | null;
  readonly architecture: string;
  readonly cpu: string;
  readonly cpuCount: number;
  readonly cpuMHz: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly ports: readonly Ports[];
  readonly radios: readonly Radio[];
  /** What `/system/device-mode` says from the factory. */
  readonly mode: 'home' | 'basic' | 'advanced';
  /** What `/system/health` knows; absent: what most boards have, and nothing on a virtual router. */
  readonly sensors?: readonly Sensor[];
  /** Ports that feed power, by the names they leave the factory with. */
  readonly feeds?: readonly string[];
  readonly modem?: Modem;
}

/** What most boards measure: the power they get, and how warm it is inside. */
const usualSensors: readonly Sensor[] = [
  ['voltage', 'V', 23.4, 24.6],
  ['temperature', 'C', 29, 53],
];
export const sensorsOf = ({ sensors, routerboard }: Model): readonly Sensor[] =>
  sensors ?? (routerboard === null ? [] : usualSensors);

const gigabit = (count: number) => ({ prefix: 'ether', count, rate: '1Gbps' });
const sfpPlus = (count: number) => ({ prefix: 'sfp-sfpplus', count, rate: '10Gbps' });
const sfp = { prefix: 'sfp', count: 1, rate: '1Gbps' };
const mips = { architecture: 'mipsbe', cpuCount: 1, mode: 'home' } as const;
const arm64 = { architecture: 'arm64', cpu: 'ARM64', cpuCount: 4 } as const;

const twoSupplies = [
  ['psu1-state', '', 0, 0],
  ['psu2-state', '', 0, 0],
] as const;
const cpuHeat = ['cpu-temperature', 'C', 41, 66] as const;
const fans = (count: number) =>
  Array.from({ length: count }, (_, index) => [`fan${index + 1}-speed`, 'RPM', 3900, 5700] as const);

/** The models a router may be made of, by the names they are bought under. */
export const models = {
  CHR: {
    ...{ board: 'CHR', routerboard: null, architecture: 'x86_64', cpu: 'Intel(R)', cpuCount: 4, cpuMHz: 2900 },
    ...{ memoryMiB: 1024, storageMiB: 90, ports: [gigabit(4)], radios: [], mode: 'advanced' },
  },
  CCR2216: {
    ...{ ...arm64, board: 'CCR2216-1G-12XS-2XQ', routerboard: 'CCR2216-1G-12XS-2XQ', cpuCount: 16, cpuMHz: 2000 },
    ...{ memoryMiB: 16_384, storageMiB: 128, radios: [], mode: 'advanced' },
    sensors: [cpuHeat, ...fans(4), ['board-temperature1', 'C', 30, 44], ...twoSupplies],
    ports: [
      gigabit(1),
      { prefix: 'sfp28-', count: 12, rate: '25Gbps' },
      { prefix: 'qsfp28-', count: 2, rate: '100Gbps' },
    ],
  },
  CCR2004: {
    ...{ ...arm64, board: 'CCR2004-16G-2S+', routerboard: 'CCR2004-16G-2S+', cpuMHz: 1700, memoryMiB: 4096 },
    ...{ storageMiB: 128, ports: [gigabit(16), sfpPlus(2)], radios: [], mode: 'advanced' },
    sensors: [cpuHeat, ...fans(2), ['board-temperature1', 'C', 30, 44], ...twoSupplies],
  },
  RB5009: {
    ...{ ...arm64, board: 'RB5009UG+S+', routerboard: 'RB5009UG+S+', cpuMHz: 1400, memoryMiB: 1024 },
    ...{ storageMiB: 1024, ports: [gigabit(8), sfpPlus(1)], radios: [], mode: 'home' },
    sensors: [cpuHeat, ['voltage', 'V', 23.4, 24.6]],
  },
  hEX: {
    ...{ board: 'hEX', routerboard: 'RB750Gr3', architecture: 'mmips', cpu: 'MIPS 1004Kc V2.15', cpuCount: 4 },
    ...{ cpuMHz: 880, memoryMiB: 256, storageMiB: 16, ports: [gigabit(5)], radios: [], mode: 'home' },
  },
  hEXS: {
    ...{ board: 'hEX S', routerboard: 'RB760iGS', architecture: 'mmips', cpu: 'MIPS 1004Kc V2.15', cpuCount: 4 },
    ...{ cpuMHz: 880, memoryMiB: 256, storageMiB: 16, ports: [gigabit(5), sfp], radios: [], mode: 'home' },
  },
  hEXPoE: {
    ...{ ...mips, board: 'hEX PoE', routerboard: 'RB960PGS', cpu: 'MIPS 74Kc V5.0', cpuMHz: 800 },
    ...{ memoryMiB: 128, storageMiB: 16, ports: [gigabit(5), sfp], radios: [] },
    feeds: ['ether2', 'ether3', 'ether4', 'ether5'],
  },
  CRS326: {
    ...{ board: 'CRS326-24G-2S+', routerboard: 'CRS326-24G-2S+', architecture: 'arm', cpu: 'ARM', cpuCount: 1 },
    ...{ cpuMHz: 800, memoryMiB: 512, storageMiB: 16, ports: [gigabit(24), sfpPlus(2)], radios: [], mode: 'basic' },
  },
  CRS317: {
    ...{ board: 'CRS317-1G-16S+', routerboard: 'CRS317-1G-16S+', architecture: 'arm', cpu: 'ARM', cpuCount: 2 },
    ...{ cpuMHz: 800, memoryMiB: 1024, storageMiB: 16, ports: [gigabit(1), sfpPlus(16)], radios: [], mode: 'basic' },
    sensors: [cpuHeat, ...fans(2), ...twoSupplies],
  },
  wirelessWire: {
    ...{ board: 'wAP 60G', routerboard: 'RBwAPG-60ad', architecture: 'arm', cpu: 'ARM', cpuCount: 4, cpuMHz: 716 },
    ...{ memoryMiB: 256, storageMiB: 16, ports: [gigabit(1)], radios: ['w60g'], mode: 'home' },
  },
  mANTBox: {
    ...{ ...mips, board: 'mANTBox 19s', routerboard: 'RB921GS-5HPacD', cpu: 'MIPS 74Kc V5.0', cpuMHz: 720 },
    ...{ memoryMiB: 128, storageMiB: 128, ports: [gigabit(1), sfp], radios: ['wlan'] },
  },
  NetMetal: {
    ...{ ...mips, board: 'NetMetal 5', routerboard: 'RB921UAGS-5SHPacD', cpu: 'MIPS 74Kc V5.0', cpuMHz: 720 },
    ...{ memoryMiB: 128, storageMiB: 128, ports: [gigabit(1), sfp], radios: ['wlan'] },
  },
  SXTsq: {
    ...{ board: 'SXTsq 5 ac', routerboard: 'RBSXTsqG-5acD', architecture: 'arm', cpu: 'ARM', cpuCount: 4, cpuMHz: 716 },
    ...{ memoryMiB: 256, storageMiB: 16, ports: [gigabit(1)], radios: ['wlan'], mode: 'home' },
  },
  cAP: {
    ...{ board: 'cAP ac', routerboard: 'RBcAPGi-5acD2nD', architecture: 'arm', cpu: 'ARM', cpuCount: 4, cpuMHz: 716 },
    ...{ memoryMiB: 128, storageMiB: 16, ports: [gigabit(2)], radios: ['wlan', 'wlan'], mode: 'home' },
  },
  // Only RouterOS 7 runs on it.
  hAPax2: {
    ...{ ...arm64, board: 'hAP ax^2', routerboard: 'C52iG-5HaxD2HaxD', cpuMHz: 864, memoryMiB: 1024 },
    ...{ storageMiB: 128, ports: [gigabit(5)], radios: ['wifi', 'wifi'], mode: 'home' },
  },
  wAPR: {
    ...{ ...mips, board: 'wAP R', routerboard: 'RBwAPR-2nD', cpu: 'MIPS 24Kc V7.4', cpuMHz: 650 },
    ...{ memoryMiB: 64, storageMiB: 16, ports: [{ prefix: 'ether', count: 1, rate: '100Mbps' }], radios: ['wlan'] },
    modem: { manufacturer: 'MikroTik', model: 'R11e-LTE', revision: 'MikroTik_CP_2.160.000_v021' },
  },
} as const satisfies Readonly<Record<string, Model>>;

export type ModelName = keyof typeof models;

/** The names of a model's ports, in the order RouterOS numbers them. */
export const portsOf = ({ ports }: Model): { name: string; rate: string }[] =>
  ports.flatMap(({ prefix, count, rate }) =>
    Array.from({ length: count }, (_, index) => ({ name: portName(prefix, index), rate })),
  );

function portName(prefix: string, index: number): string {
  // Ports of several lanes count their lanes too.
  if (prefix === 'qsfp28-') return `qsfp28-${index + 1}-1`;
  return `${prefix}${index + 1}`;
}

/** The interfaces of a model's radios, as RouterOS names them. */
export const radiosOf = ({ radios }: Model): { name: string; kind: Radio }[] =>
  radios.map((kind, index) => ({ name: kind === 'w60g' ? 'wlan60-1' : `${kind}${index + 1}`, kind }));
