import type { RowChange } from '../predict';
import type { Finding } from './link';
import { bridgeOf, type Path } from './path';
import { namedRow, type PathRows, rowsIn } from './state';

type Row = Pick<RowChange, 'before' | 'after'>;

const sure = (sentence: string): readonly Finding[] => [{ isSure: true, sentence }];
const perhaps = (sentence: string): readonly Finding[] => [{ isSure: false, sentence }];

/** What our path runs on from one end of the router's link to the other: its interface, what that is built upon, and the port. */
const carriers = ({ interface: on, bridgePort }: Path, state: PathRows): readonly (string | null | undefined)[] => [
  on,
  namedRow(state, '/interface/vlan', on)?.interface,
  bridgePort,
];

/** What cuts an interface for as long as it takes: our path must not run on it. */
export const onCarrier =
  (field: 'name' | 'interface', does: string) =>
  ({ before }: Row, path: Path, state: PathRows): readonly Finding[] => {
    const name = before?.[field] ?? '';
    if (name === '') return [];
    if (carriers(path, state).includes(name)) return sure(`Management arrives on ${name}, ${does}.`);
    const bridge = path.bridgePort === null ? bridgeOf(state, path.interface) : null;
    const isPort =
      bridge !== null &&
      rowsIn(state, '/interface/bridge/port').some((row) => row.bridge === bridge && row.interface === name);
    return isPort
      ? perhaps(`Management arrives on ${bridge}, by which of its ports is not known: it may be ${name}, ${does}.`)
      : [];
  };

/** A client asks for the address of the very interface: what runs over it besides stays. */
export const onOwnAddress = ({ before }: Row, { interface: on }: Path): readonly Finding[] =>
  before?.interface === on ? sure(`Management arrives on ${on}, whose address would be asked for again.`) : [];

/** The station by which we come, or behind which we are: its MAC address is that of whom answers go to. */
export function onStation({ before }: Row, path: Path, state: PathRows): readonly Finding[] {
  const next = path.nextHop ?? path.from;
  const mac = rowsIn(state, '/ip/arp').find(({ address }) => address === next)?.['mac-address'];
  const station = before?.['mac-address'] ?? '';
  if (mac !== undefined && mac.toUpperCase() === station.toUpperCase())
    return sure(`Management arrives from ${path.from} by the wireless client ${station}, which would be dropped.`);
  // Behind a bridge that is a client many are.
  return carriers(path, state).includes(before?.interface ?? '')
    ? sure(`Management arrives on ${before?.interface}, one of whose wireless clients would be dropped.`)
    : [];
}
