import type { Fields } from '../step';
import { interfaceRow } from './afterwards';
import { bridgeOf, type Path } from './path';
import { isOn, namedRow, type PathRows, parts, rowsIn } from './state';

/** What of our path would be broken, or could be: a sentence each. */
export interface Finding {
  readonly isSure: boolean;
  readonly sentence: string;
}

const sure = (sentence: string): readonly Finding[] => [{ isSure: true, sentence }];
const perhaps = (sentence: string): readonly Finding[] => [{ isSure: false, sentence }];

interface Both {
  readonly before: PathRows;
  readonly after: PathRows;
}

/** The interface by which we come in, what it is built upon, and the port of the bridge. */
export function onLink(before: PathRows, after: PathRows, path: Path): readonly Finding[] {
  const both: Both = { before, after };
  const { interface: name } = path;
  const parent = namedRow(before, '/interface/vlan', name)?.interface;
  return [
    ...onInterface(both, name, `Management arrives on ${name}, which`),
    ...(parent === undefined ? [] : onVlan(both, name, parent)),
    ...onBridge(both, path),
  ];
}

function onInterface({ before, after }: Both, name: string, subject: string): readonly Finding[] {
  const [was, is] = [interfaceRow(before, name), interfaceRow(after, name)];
  if (was === undefined || !isOn(was)) return [];
  if (is === undefined) return sure(`${subject} would be removed.`);
  return isOn(is) ? [] : sure(`${subject} would be disabled.`);
}

function onVlan(both: Both, name: string, parent: string): readonly Finding[] {
  const { before, after } = both;
  const [was, is] = [namedRow(before, '/interface/vlan', name), namedRow(after, '/interface/vlan', name)];
  const told = (row: Fields | undefined): string => `VLAN ${row?.['vlan-id']} of ${row?.interface}`;
  const isOther = is !== undefined && (is['vlan-id'] !== was?.['vlan-id'] || is.interface !== parent);
  return [
    ...(isOther ? sure(`Management arrives on ${name}, which would be ${told(is)} and no longer ${told(was)}.`) : []),
    ...onInterface(both, parent, `Management arrives on ${name}, whose interface ${parent}`),
  ];
}

function onBridge(both: Both, path: Path): readonly Finding[] {
  const { before, after } = both;
  const bridge = bridgeOf(before, path.interface);
  if (bridge === null) return [];
  const { bridgePort: port } = path;
  if (port === null) return onSomePort(both, bridge);
  const is = portRow(after, bridge, port);
  if (portRow(before, bridge, port) === undefined) return [];
  if (is === undefined)
    return sure(`Management arrives on ${path.interface} by ${port}, which would be no port of ${bridge} any more.`);
  return [
    ...onInterface(both, port, `Management arrives on ${path.interface} by ${port}, which`),
    ...(isOn(is)
      ? onVlanTable(both, path, { bridge, port })
      : sure(`Management arrives on ${path.interface} by ${port}, which would be disabled as a port of ${bridge}.`)),
  ];
}

const portRow = (state: PathRows, bridge: string, port: string): Fields | undefined =>
  rowsIn(state, '/interface/bridge/port').find((row) => row.bridge === bridge && row.interface === port);

/** Behind which port we are is not known: any that goes may be ours. */
function onSomePort({ before, after }: Both, bridge: string): readonly Finding[] {
  const gone = rowsIn(before, '/interface/bridge/port')
    .filter((row) => row.bridge === bridge && isOn(row) && isOn(interfaceRow(before, row.interface ?? '') ?? {}))
    .filter(({ interface: name = '' }) => {
      const is = portRow(after, bridge, name);
      return is === undefined || !isOn(is) || !isOn(interfaceRow(after, name) ?? { disabled: 'true' });
    });
  return gone.flatMap(({ interface: name }) =>
    perhaps(
      `Management arrives on ${bridge}, by which of its ports is not known: ${name} would carry nothing any more.`,
    ),
  );
}

/** Where a bridge keeps VLANs apart, the port has to bring us into the one that we are for. */
function onVlanTable({ before, after }: Both, path: Path, bridged: Bridged): readonly Finding[] {
  const tag = namedRow(before, '/interface/vlan', path.interface)?.['vlan-id'] ?? null;
  if (!isCarried(before, bridged, tag) || isCarried(after, bridged, tag)) return [];
  const whose = tag === null ? 'without a tag' : `in VLAN ${tag}`;
  return sure(
    `Management arrives on ${path.interface} by ${bridged.port} ${whose}, which ${bridged.bridge} would no longer carry.`,
  );
}

interface Bridged {
  readonly bridge: string;
  readonly port: string;
}

function isCarried(state: PathRows, { bridge, port }: Bridged, tag: string | null): boolean {
  const own = namedRow(state, '/interface/bridge', bridge);
  const { pvid = '1', 'frame-types': kinds } = portRow(state, bridge, port) ?? {};
  if (own?.['vlan-filtering'] !== 'true') return true;
  const isIn = (who: string, vid: string, how: 'tagged' | 'untagged'): boolean =>
    rowsIn(state, '/interface/bridge/vlan').some(
      (row) => row.bridge === bridge && isOn(row) && isVid(row['vlan-ids'], vid) && parts(row[how]).includes(who),
    );
  const isPlain = kinds !== 'admit-only-vlan-tagged';
  if (tag === null) {
    const isOwn = (own.pvid ?? '1') === pvid && own['frame-types'] !== 'admit-only-vlan-tagged';
    return isPlain && (isOwn || isIn(bridge, pvid, 'untagged'));
  }
  const isTagged = kinds !== 'admit-only-untagged-and-priority-tagged' && isIn(port, tag, 'tagged');
  return isIn(bridge, tag, 'tagged') && (isTagged || (isPlain && pvid === tag));
}

const isVid = (text: string | undefined, vid: string): boolean =>
  parts(text).some((part) => {
    const [low = '', high = low] = part.split('-');
    return Number(low) <= Number(vid) && Number(vid) <= Number(high);
  });
