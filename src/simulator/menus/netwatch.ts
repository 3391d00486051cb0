import type { Fields } from '../command';
import type { Machine, Menus } from '../machine';
import { printOf, rowOf } from '../print';
import { between } from '../random';
import type { Item } from '../table';
import { writtenMoment, writtenRoundTrip } from '../written';

/** What the router found when it last asked. */
function found(machine: Machine, item: Item): Fields {
  const { state, version, network, seed } = machine;
  const { host = '', type } = item.fields;
  const path = network.path(host);
  const isUp = path.end === 'answers';
  const since = state.bootedAt + between(60, 3600, seed, host, 'since') * 1000;
  const plain = {
    status: isUp ? 'up' : 'down',
    since: writtenMoment(state.shown(Math.min(since, Date.now())), version),
  };
  if (type === undefined || type === 'simple') return plain;
  const tests = Math.max(1, Math.floor(state.uptimeSeconds / 60));
  const failed = isUp ? between(0, Math.min(3, tests), seed, host, 'failed') : tests;
  const counted = { ...plain, 'done-tests': String(tests), 'failed-tests': String(failed) };
  const ms = path.hops.at(-1)?.roundTripMs ?? 0;
  const written = (time: number): string => writtenRoundTrip(time, version);
  if (type === 'tcp-conn') return isUp ? { ...counted, 'tcp-connect-time': written(ms) } : counted;
  const sums = { 'sent-count': '10', 'response-count': isUp ? '10' : '0', 'loss-count': isUp ? '0' : '10' };
  if (!isUp) return { ...counted, ...sums, 'loss-percent': '100' };
  return {
    ...counted,
    ...{ ...sums, 'loss-percent': '0', 'rtt-min': written(ms), 'rtt-avg': written(ms * 1.2) },
    ...{ 'rtt-max': written(ms * 1.9), 'rtt-jitter': written(ms * 0.9), 'rtt-stdev': written(ms * 0.3) },
  };
}

const rows = (machine: Machine): Fields[] =>
  machine.state.table('/tool/netwatch').items.map((item) => ({
    ...rowOf(item, machine),
    ...(item.fields.disabled === 'true' ? { status: 'unknown' } : found(machine, item)),
  }));

/** `/tool/netwatch`: what the router looks after. */
export const netwatchMenus: Menus = { '/tool/netwatch': { operations: { print: printOf({ rows }) } } };
