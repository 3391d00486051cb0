import { flagOf, interfacesOf, timeOf } from '../argument';
import type { Fields } from '../command';
import { type Call, type Machine, type Operation, waits } from '../machine';
import { chanceOf } from '../random';

/** The columns of a row, and the counter each is the slope of. */
const columns = [
  ['rx-packets-per-second', 'rx-packet', 1],
  ['rx-bits-per-second', 'rx-byte', 8],
  ['fp-rx-packets-per-second', 'fp-rx-packet', 1],
  ['fp-rx-bits-per-second', 'fp-rx-byte', 8],
  ['rx-drops-per-second', 'rx-drop', 1],
  ['rx-errors-per-second', 'rx-error', 1],
  ['tx-packets-per-second', 'tx-packet', 1],
  ['tx-bits-per-second', 'tx-byte', 8],
  ['fp-tx-packets-per-second', 'fp-tx-packet', 1],
  ['fp-tx-bits-per-second', 'fp-tx-byte', 8],
  ['tx-drops-per-second', 'tx-drop', 1],
  ['tx-queue-drops-per-second', 'tx-queue-drop', 1],
  ['tx-errors-per-second', 'tx-error', 1],
] as const;

/** What an interface carries in this second. */
function rates({ state, seed }: Machine, name: string): Fields {
  const item = state.table('/interface').find(name);
  const second = Math.floor(Date.now() / 1000);
  // One tide for all columns, so that packets and bits rise together.
  const tide = 0.55 + 0.9 * chanceOf(seed, name, second);
  const row: Fields = { name };
  for (const [column, counter, size] of columns) {
    const perSecond = item?.counters?.[counter]?.perSecond ?? 0;
    row[column] = String(Math.round(perSecond * size * tide));
  }
  return row;
}

/** `/interface/monitor-traffic`: a row for each interface, once or every second. */
export const monitorTraffic: Operation = {
  policy: 'read',
  parameters: [
    'interface',
    'once',
    'duration',
    'interval',
    'aggregate',
    '.proplist',
    'proplist',
    'as-value',
    'without-paging',
  ],
  run: (call) => {
    const names = interfacesOf(call, 'interface');
    return everyInterval(call, () => names.map((name) => rates(call.machine, name)));
  },
};

/** Rows once, for as long as asked or until cancelled; every round but a single one bears its number. */
export async function everyInterval(call: Call, rows: () => Fields[]): Promise<null> {
  const list = (call.attributes.get('.proplist') ?? call.attributes.get('proplist'))?.split(',');
  const say = (row: Fields, section: number | null) => {
    const shown =
      list === undefined ? row : Object.fromEntries(Object.entries(row).filter(([name]) => list.includes(name)));
    call.reply(section === null ? shown : { ...shown, '.section': String(section) });
  };
  if (flagOf(call, 'once')) {
    for (const row of rows()) say(row, null);
    return null;
  }
  const interval = timeOf(call, 'interval') ?? 1000;
  const rounds = Math.ceil((timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY) / interval);
  for (let section = 0; section < rounds && !call.signal.aborted; section++) {
    for (const row of rows()) say(row, section);
    await waits(call, interval);
  }
  return null;
}
