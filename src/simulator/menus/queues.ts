import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Machine, Menus } from '../machine';
import { printOf } from '../print';
import { chanceOf } from '../random';
import { bits, nameIn, numberFrom, pair, rates, targets, times } from '../readers';
import { plainQueue } from '../seed/queues';
import type { Reader } from '../stored';
import type { Item } from '../table';
import { invalid, outOfRange } from '../trap';
import { writtenId } from '../written';

const queuePair: Reader = (call, name) =>
  pair((argument, text) => nameIn('/queue/type')({ ...call, attributes: new Map([[argument, text]]) }, argument))(
    call,
    name,
  );
const priorities = pair((name, text) => {
  if (!/^[1-8]$/.test(text)) throw outOfRange(name, '1', '8');
  return text;
});
const buckets = pair((name, text) => {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) > 10) throw invalid(name);
  return text;
});

const [simple, tree] = ['/queue/simple', '/queue/tree'] as const;

/** The first name that nobody has: `queue1`, `queue2`. */
const freeName = (others: readonly Fields[]): string => {
  for (let number = 1; ; number++) if (!others.some(({ name }) => name === `queue${number}`)) return `queue${number}`;
};

const totalNumbers = ['total-max-limit', 'total-limit-at', 'total-burst-limit', 'total-burst-threshold'];

const queue: Editable = {
  path: simple,
  settable: {
    ...{ name: 'text', target: targets, dst: targets, parent: nameIn(simple, 'none'), queue: queuePair },
    ...{ 'max-limit': rates, 'limit-at': rates, 'burst-limit': rates, 'burst-threshold': rates, 'burst-time': times },
    ...{ priority: priorities, 'packet-marks': 'text', 'bucket-size': buckets, time: 'text' },
    ...Object.fromEntries(totalNumbers.map((name) => [name, bits] as const)),
    ...{ 'total-queue': nameIn('/queue/type'), 'total-priority': numberFrom(1, 8) },
    ...{ disabled: 'flag', comment: 'text' },
  },
  required: ['target'],
  isOrdered: true,
  optional: ['dst', 'time', ...totalNumbers, 'total-queue', 'total-priority'],
  completed: (fields, _, others) => ({
    ...{ name: freeName(others), target: '', ...plainQueue, ...fields, invalid: 'false', dynamic: 'false' },
  }),
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: already have such name' : null,
};

/** What goes through a queue in one direction, at most what it allows; a queue that is off lets all pass uncounted. */
interface Flow {
  readonly bytes: bigint;
  readonly rate: number;
}

function flowOf({ seed, state }: Machine, { id, fields, counters }: Item, direction: 'up' | 'down'): Flow {
  const counter = counters?.[direction];
  if (counter === undefined) return { bytes: 0n, rate: 0 };
  const [up = '0', down = up] = (fields['max-limit'] ?? '0').split('/');
  const most = Number(direction === 'up' ? up : down);
  const wander = 0.4 + 1.2 * chanceOf(seed, id, direction, Math.floor(Date.now() / 2000));
  const rate = fields.disabled === 'true' ? 0 : Math.floor(counter.perSecond * 8 * wander);
  return { bytes: state.value(counter), rate: most === 0 ? rate : Math.min(rate, most) };
}

/** Bytes in a packet of people's traffic. */
const packetBytes = 800;

/** What a queue has counted, as `written` writes the numbers of its directions. */
function counted(flows: readonly Flow[], written: (numbers: readonly bigint[]) => string): Fields {
  const each = (number: (flow: Flow) => bigint) => written(flows.map(number));
  return {
    bytes: each(({ bytes }) => bytes),
    packets: each(({ bytes }) => bytes / BigInt(packetBytes)),
    dropped: each(({ bytes }) => bytes / BigInt(packetBytes * 9000)),
    rate: each(({ rate }) => BigInt(rate)),
    'packet-rate': each(({ rate }) => BigInt(Math.floor(rate / 8 / packetBytes))),
    'queued-packets': each(() => 0n),
    'queued-bytes': each(() => 0n),
  };
}

const totals = ['bytes', 'packets', 'dropped', 'rate', 'packet-rate', 'queued-packets', 'queued-bytes'].map(
  (name) => `total-${name}`,
);

const simpleRows = (machine: Machine): Fields[] =>
  machine.state.table(simple).items.map((item) => {
    const flows = [flowOf(machine, item, 'up'), flowOf(machine, item, 'down')];
    return {
      ...{ '.id': writtenId(item.id), ...item.fields, ...counted(flows, (numbers) => numbers.join('/')) },
      // Nobody limits both directions together here.
      ...Object.fromEntries(totals.map((name) => [name, '0'])),
    };
  });

const treeRows = (machine: Machine): Fields[] =>
  machine.state.table(tree).items.map((item) => ({
    ...{ '.id': writtenId(item.id), ...item.fields },
    ...counted([flowOf(machine, item, 'down')], ([number = 0n]) => String(number)),
  }));

const counters = Object.keys(counted([], () => ''));

export const queueMenus: Menus = {
  [simple]: {
    operations: { print: printOf({ rows: simpleRows, stats: [...counters, ...totals] }), ...editing(queue) },
  },
  [tree]: { operations: { print: printOf({ rows: treeRows, stats: counters }) } },
};
