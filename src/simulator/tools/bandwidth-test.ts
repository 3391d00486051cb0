import { chosen, flagOf, timeOf, wholeOf } from '../argument';
import type { Fields } from '../command';
import { type Call, type Operation, waits } from '../machine';
import { isAllowed } from '../menus/system';
import { send } from '../network';
import { chanceOf } from '../random';
import { failure } from '../trap';
import { writtenUptime } from '../written';
import { addressOf } from './ping';

/** What the way to the other end carries at most, in bits per second. */
const carried = 480e6;

interface Wanted {
  readonly direction: string;
  readonly seconds: number;
  /** Speeds not to be exceeded in each direction; 0 in the one that is not tested. */
  readonly rx: number;
  readonly tx: number;
}

function wantedOf(call: Call): Wanted {
  const direction = chosen('direction', call.attributes.get('direction') ?? 'receive', ['receive', 'transmit', 'both']);
  return {
    direction,
    seconds: Math.ceil((timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY) / 1000),
    rx: direction === 'transmit' ? 0 : cap(call, 'remote-tx-speed'),
    tx: direction === 'receive' ? 0 : cap(call, 'local-tx-speed'),
  };
}

async function test(call: Call): Promise<null> {
  if (!isAllowed(call.machine, 'bandwidth-test')) throw failure('not allowed by device-mode');
  const address = addressOf(call, 'address');
  const path = call.machine.network.path(address);
  const wanted = wantedOf(call);
  const isOnce = flagOf(call, 'once');
  const count = wholeOf(call, 'connection-count', [1, 255]) ?? 20;
  const head = { direction: wanted.direction, 'connection-count': String(count), 'random-data': 'false' };
  const say = (section: number, row: Fields) =>
    call.reply({ ...row, ...head, ...(isOnce ? {} : { '.section': String(section) }) });
  if (send(path, 255, call.machine.seed, Date.now()).kind !== 'reply') {
    say(0, { status: "can't connect", duration: '0s' });
    return null;
  }
  say(0, { status: 'connecting', duration: '0s' });
  const { attributes } = call;
  const server = call.machine.network.bandwidthServer?.(address);
  const refusal = server?.refusal(attributes.get('user') ?? '', attributes.get('password') ?? '') ?? null;
  if (refusal !== null) {
    say(1, { status: refusal, duration: '0s' });
    return null;
  }
  await measure(call, isOnce ? { ...wanted, seconds: 1 } : wanted, say);
  return null;
}

async function measure(call: Call, wanted: Wanted, say: (section: number, row: Fields) => void): Promise<void> {
  const sums = { rx: 0, tx: 0 };
  for (let second = 1; second <= wanted.seconds; second++) {
    await waits(call, 1000);
    if (call.signal.aborted) return;
    const now = { rx: speed(call, wanted.rx, second), tx: speed(call, wanted.tx, second) };
    sums.rx += now.rx;
    sums.tx += now.tx;
    const status = second === wanted.seconds ? 'done testing' : 'running';
    const sides = { ...sided('tx', now.tx, sums.tx / second), ...sided('rx', now.rx, sums.rx / second) };
    say(second, { status, duration: writtenUptime(second), ...sides });
  }
}

/** A speed somebody asked not to be exceeded; 0 is none. */
const cap = (call: Call, name: string): number => {
  const asked = wholeOf(call, name, [0, 0xffff_ffff]) ?? 0;
  return asked === 0 ? carried : Math.min(asked, carried);
};

const speed = ({ machine }: Call, most: number, second: number): number =>
  Math.round(most * (0.9 + 0.1 * chanceOf(machine.seed, second, Date.now())));

const sided = (side: 'rx' | 'tx', now: number, mean: number): Fields => ({
  [`${side}-current`]: String(now),
  [`${side}-10-second-average`]: String(Math.round(mean)),
  [`${side}-total-average`]: String(Math.round(mean)),
});

/** `/tool/bandwidth-test`: a row a second, in bits per second. */
export const bandwidthTest: Operation = {
  policy: 'test',
  parameters: [
    ...['address', 'user', 'password', 'protocol', 'direction', 'duration', 'interval', 'local-tx-speed'],
    ...['remote-tx-speed', 'local-udp-tx-size', 'remote-udp-tx-size', 'connection-count', 'random-data', 'once'],
    ...['.proplist', 'proplist', 'as-value', 'without-paging'],
  ],
  run: test,
};
