import type { Fields } from '../command';
import { between, chanceOf } from '../random';
import type { Counter, Table } from '../table';
import { type Place, subnetOf } from './place';
import { planOf, signedIn } from './ppp';

/** What the plans allow: up and down in bits per second. */
const plans = {
  'air-30': [5_000_000, 30_000_000],
  'air-100': [20_000_000, 100_000_000],
  'fibre-1000': [300_000_000, 1_000_000_000],
} as const;

type Rates = readonly [up: number, down: number];

/** What a simple queue is where nobody says otherwise. */
export const plainQueue: Fields = {
  ...{ parent: 'none', 'packet-marks': '', priority: '8/8', queue: 'default-small/default-small', 'limit-at': '0/0' },
  ...{ 'max-limit': '0/0', 'burst-limit': '0/0', 'burst-threshold': '0/0', 'burst-time': '0s/0s' },
  'bucket-size': '0.1/0.1',
};

interface Queue {
  readonly name: string;
  readonly target: string;
  readonly most: Rates;
  /** Part of what is allowed that goes through on average. */
  readonly use: number;
  readonly isDynamic?: boolean;
  readonly comment?: string;
}

function queuesOf(place: Place): Queue[] {
  const { role, address, seed } = place;
  if (role === 'pppoe')
    return signedIn(place).map((one) => ({
      ...{ name: `<pppoe-${one.name}>`, target: `<pppoe-${one.name}>`, most: plans[planOf(place, one)] },
      ...{ use: 0.005 + 0.05 * chanceOf(place.provider.name, one.number, 'use'), isDynamic: true },
    }));
  if (role === 'hotspot')
    return [
      {
        name: 'guests',
        target: '10.5.50.0/24',
        most: [5_000_000, 20_000_000],
        use: 0.3,
        comment: 'all guests together',
      },
    ];
  if (role !== 'gateway') return [];
  const subnet = subnetOf(address);
  const start = subnet.slice(0, subnet.lastIndexOf('.'));
  const use = 0.05 + 0.2 * chanceOf(seed, 'use');
  return [
    { name: 'air-30', target: `${start}.0/26`, most: plans['air-30'], use },
    { name: 'air-100', target: `${start}.64/26,${start}.128/26`, most: plans['air-100'], use },
    { name: 'fibre-1000', target: `${start}.192/26`, most: plans['fibre-1000'], use: use / 8 },
    {
      name: 'the rest',
      target: `${subnet}/24`,
      most: [2_000_000, 10_000_000],
      use: 0.001,
      comment: 'nobody should be here',
    },
  ];
}

/** Bytes a second since some days. */
function countersOf(bits: number, days: number): Counter {
  const perSecond = bits / 8;
  return { base: BigInt(Math.floor(perSecond * 86_400)) * BigInt(days), perSecond };
}

/** `/queue/simple`: one for each subscriber on a concentrator, one for each plan elsewhere. */
export function growSimpleQueues(place: Place, table: Table): void {
  for (const {
    name,
    target,
    most: [up, down],
    use,
    isDynamic = false,
    comment,
  } of queuesOf(place)) {
    const days = isDynamic ? 0 : between(2, 40, place.seed, name);
    const counters = { up: countersOf(up * use * 0.4, days), down: countersOf(down * use, days) };
    const state = { invalid: 'false', dynamic: String(isDynamic), disabled: 'false' };
    const limits = { ...plainQueue, 'max-limit': `${up}/${down}` };
    table.add({ name, target, ...limits, ...state, ...(comment === undefined ? {} : { comment }) }, { counters });
  }
}

/** `/queue/tree`: what a tower sends up its link is held below what the link carries. */
export function growTreeQueues(place: Place, table: Table): void {
  if (place.role !== 'gateway') return;
  const none = {
    'limit-at': '0',
    'burst-limit': '0',
    'burst-threshold': '0',
    'burst-time': '0s',
    'bucket-size': '0.1',
  };
  const state = { invalid: 'false', disabled: 'false' };
  const most = { 'max-limit': '180000000' };
  const counters = { down: countersOf(30e6, between(2, 40, place.seed, 'uplink')) };
  table.add(
    {
      name: 'uplink',
      parent: 'ether1',
      'packet-mark': '',
      priority: '8',
      queue: 'default',
      ...none,
      ...most,
      ...state,
    },
    { counters },
  );
  table.add(
    {
      name: 'unmarked',
      parent: 'uplink',
      'packet-mark': 'no-mark',
      priority: '8',
      queue: 'default',
      ...none,
      ...most,
      ...state,
    },
    { counters },
  );
}
