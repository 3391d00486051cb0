import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Menus } from '../machine';
import { printOf, rowsOf } from '../print';
import { bits, numberFrom, several, time } from '../readers';
import { usualOf } from '../seed/queue-kinds';

const path = '/queue/type';

const [old, young] = [
  ['bfifo', 'pfifo', 'red', 'sfq', 'pcq', 'mq-pfifo', 'none'],
  ['codel', 'fq-codel', 'cake'],
] as const;

const masks = ['pcq-src-address-mask', 'pcq-dst-address-mask'];
const masks6 = ['pcq-src-address6-mask', 'pcq-dst-address6-mask'];
const numbers = [
  ...['pfifo-limit', 'bfifo-limit', 'mq-pfifo-limit', 'sfq-perturb', 'sfq-allot', 'red-limit', 'red-min-threshold'],
  ...['red-max-threshold', 'red-burst', 'red-avg-packet', 'codel-limit', 'fq-codel-limit', 'fq-codel-flows'],
  ...['fq-codel-quantum', 'cake-memlimit', 'cake-overhead', 'cake-mpu'],
];
const times = ['pcq-burst-time', 'codel-interval', 'codel-target', 'fq-codel-interval', 'fq-codel-target', 'cake-rtt'];

const type: Editable = {
  path,
  settable: {
    ...{
      name: 'text',
      kind: [...old, ...young],
      'pcq-rate': bits,
      'pcq-burst-rate': bits,
      'pcq-burst-threshold': bits,
    },
    ...{ 'pcq-limit': 'text', 'pcq-total-limit': 'text', 'cake-bandwidth': bits, 'fq-codel-memlimit': 'text' },
    'pcq-classifier': several(['src-address', 'dst-address', 'src-port', 'dst-port']),
    ...Object.fromEntries(masks.map((name) => [name, numberFrom(0, 32)] as const)),
    ...Object.fromEntries(masks6.map((name) => [name, numberFrom(0, 128)] as const)),
    ...Object.fromEntries(numbers.map((name) => [name, 'number'] as const)),
    ...Object.fromEntries(times.map((name) => [name, time] as const)),
    ...{ 'codel-ecn': 'flag', 'fq-codel-ecn': 'flag', 'cake-nat': 'flag', 'cake-wash': 'flag' },
    ...{ 'cake-diffserv': ['diffserv3', 'diffserv4', 'diffserv8', 'besteffort', 'precedence'] },
    'cake-ack-filter': ['none', 'filter', 'aggressive'],
    'cake-flowmode': [
      ...['flowblind', 'srchost', 'dsthost', 'hosts', 'flows', 'dual-srchost', 'dual-dsthost', 'triple-isolate'],
    ],
  },
  // RouterOS 6 knows neither of the young ones.
  only: Object.fromEntries(
    [...numbers, ...times, 'codel-ecn', 'fq-codel-ecn', 'fq-codel-memlimit', 'cake-bandwidth', 'cake-nat', 'cake-wash']
      .concat(['cake-diffserv', 'cake-ack-filter', 'cake-flowmode'])
      .filter((name) => /codel|cake/.test(name))
      .map((name) => [name, ({ isSix }: { isSix: boolean }) => !isSix] as const),
  ),
  required: ['name', 'kind'],
  completed: (fields) => ({
    ...{ name: fields.name ?? '', kind: fields.kind ?? '', ...usualOf[fields.kind ?? ''], ...fields, default: 'false' },
  }),
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: already have such name' : null,
  // From memory.
  keeps: ({ default: isDefault }: Fields) =>
    isDefault === 'true' ? 'failure: default queue types can not be removed' : null,
};

export const queueTypeMenus: Menus = {
  [path]: { operations: { print: printOf({ rows: rowsOf(path) }), ...editing(type) } },
};
