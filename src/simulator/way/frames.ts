import type { Fields } from '../command';
import type { RouterState } from '../state';

type Row = Readonly<Fields>;

const isOn = ({ disabled }: Row): boolean => disabled !== 'true';
const rows = (state: RouterState, path: string): Row[] => state.table(path).items.map(({ fields }) => fields);
const listed = (text = ''): string[] => text.split(',').filter((one) => one !== '');

const hasTag = (ids = '', tag: string): boolean =>
  ids.split(',').some((part) => {
    const [low = '', high = low] = part.split('-');
    return Number(tag) >= Number(low) && Number(tag) <= Number(high);
  });

/** Where our frames come in on a bridge: its port, and the tag they bear; null: none. */
interface Frame {
  readonly port: string | null;
  readonly tag: string | null;
}

/** Whether frames come through to an interface: a VLAN needs what it is on, a bridge the port they come in by. */
export function isReached(state: RouterState, name: string, frame: Frame): boolean {
  const row = state.table('/interface').find(name)?.fields;
  if (row === undefined || !isOn(row)) return false;
  if (row.type === 'vlan') {
    const vlan = state.table('/interface/vlan').find(name)?.fields;
    if (vlan === undefined) return false;
    return isReached(state, vlan.interface ?? '', { ...frame, tag: vlan['vlan-id'] ?? null });
  }
  return row.type !== 'bridge' || isBridged(state, name, frame);
}

function isBridged(state: RouterState, bridge: string, { port, tag }: Frame): boolean {
  if (port === null) return true;
  const through = state.table('/interface').find(port)?.fields;
  const member = rows(state, '/interface/bridge/port').find(
    (row) => row.interface === port && row.bridge === bridge && isOn(row),
  );
  if (through === undefined || !isOn(through) || member === undefined) return false;
  const own = state.table('/interface/bridge').find(bridge)?.fields;
  if (own?.['vlan-filtering'] !== 'true') return true;
  const vlans = rows(state, '/interface/bridge/vlan').filter((row) => row.bridge === bridge && isOn(row));
  const kinds = member['frame-types'] ?? 'admit-all';
  if (tag !== null) {
    const isIn = (who: string) => vlans.some((row) => hasTag(row['vlan-ids'], tag) && listed(row.tagged).includes(who));
    return kinds !== 'admit-only-untagged-and-priority-tagged' && isIn(port) && isIn(bridge);
  }
  // Without a tag they belong to the VLAN of the port, and the bridge itself has to be in it without one too.
  const pvid = member.pvid ?? '1';
  const isIn = vlans.some((row) => hasTag(row['vlan-ids'], pvid) && listed(row.untagged).includes(bridge));
  return (
    [kinds, own['frame-types'] ?? ''].every((kind) => kind !== 'admit-only-vlan-tagged') && (own.pvid === pvid || isIn)
  );
}
