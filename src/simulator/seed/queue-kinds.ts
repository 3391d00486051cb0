import type { Fields } from '../command';
import type { Table } from '../table';

const each = {
  ...{ 'pcq-rate': '0', 'pcq-limit': '50KiB', 'pcq-total-limit': '2000KiB', 'pcq-burst-rate': '0' },
  ...{ 'pcq-burst-threshold': '0', 'pcq-burst-time': '10s', 'pcq-src-address-mask': '32' },
  ...{ 'pcq-dst-address-mask': '32', 'pcq-src-address6-mask': '128', 'pcq-dst-address6-mask': '128' },
} as const;
const fair = { kind: 'sfq', 'sfq-perturb': '5', 'sfq-allot': '1514' } as const;
const early = {
  ...{ kind: 'red', 'red-limit': '60', 'red-min-threshold': '10', 'red-max-threshold': '50' },
  ...{ 'red-burst': '20', 'red-avg-packet': '1000' },
} as const;

/** The ways of waiting that every router has, in RouterOS's order. */
const kinds: Readonly<Record<string, Fields>> = {
  default: { kind: 'pfifo', 'pfifo-limit': '50' },
  'ethernet-default': { kind: 'pfifo', 'pfifo-limit': '50' },
  'wireless-default': fair,
  'synchronous-default': early,
  'hotspot-default': fair,
  'pcq-upload-default': { kind: 'pcq', 'pcq-classifier': 'src-address', ...each },
  'pcq-download-default': { kind: 'pcq', 'pcq-classifier': 'dst-address', ...each },
  'only-hardware-queue': { kind: 'none' },
  'multi-queue-ethernet-default': { kind: 'mq-pfifo', 'mq-pfifo-limit': '50' },
  'default-small': { kind: 'pfifo', 'pfifo-limit': '10' },
};

/** What a way of waiting has where nobody says otherwise, by its kind. */
export const usualOf: Readonly<Record<string, Fields>> = {
  ...{ pfifo: { 'pfifo-limit': '50' }, bfifo: { 'bfifo-limit': '15000' }, 'mq-pfifo': { 'mq-pfifo-limit': '50' } },
  ...{ sfq: { 'sfq-perturb': '5', 'sfq-allot': '1514' }, none: {} },
  red: { ...early },
  pcq: { 'pcq-classifier': '', ...each },
  codel: { 'codel-limit': '1000', 'codel-target': '5ms', 'codel-interval': '100ms', 'codel-ecn': 'false' },
  'fq-codel': {
    ...{ 'fq-codel-limit': '10240', 'fq-codel-flows': '1024', 'fq-codel-target': '5ms' },
    ...{ 'fq-codel-interval': '100ms', 'fq-codel-quantum': '1514', 'fq-codel-memlimit': '32.0MiB' },
    'fq-codel-ecn': 'true',
  },
  cake: {
    ...{ 'cake-flowmode': 'triple-isolate', 'cake-nat': 'false', 'cake-wash': 'false', 'cake-diffserv': 'diffserv3' },
    ...{ 'cake-bandwidth': '0', 'cake-memlimit': '0', 'cake-rtt': '100ms', 'cake-ack-filter': 'none' },
    ...{ 'cake-overhead': '0', 'cake-mpu': '0', 'cake-atm': 'none' },
  },
};

/** `/queue/type`. */
export function growQueueTypes(table: Table): void {
  for (const [name, kind] of Object.entries(kinds)) table.add({ name, ...kind, default: 'true' });
}
