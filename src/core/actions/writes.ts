import type { Write } from './define';
import { addressAdd } from './families/address';
import { addressListAdd, addressListRemove } from './families/address-list';
import { bridgePortSet } from './families/bridge-port';
import { connectionDrop } from './families/connection';
import { clientRenew } from './families/dhcp-client';
import { leaseRemove, leaseStatic } from './families/dhcp-lease';
import { networkSet } from './families/dhcp-server';
import { dnsCacheFlush, dnsSet, dnsStaticAdd } from './families/dns-change';
import { saveBackup } from './families/file';
import { filterAdd, filterMove, ruleToggle } from './families/filter-change';
import { addVlan, setInterface, toggleInterface } from './families/interface-change';
import { dropIpsecPeer } from './families/ipsec';
import { natAdd } from './families/nat-change';
import { cyclePower } from './families/poe';
import { dropSession, setSecret } from './families/ppp';
import { simpleSet } from './families/queue';
import { channelSet, clientDrop } from './families/radio';
import { routeAdd, routeSet } from './families/route';
import { reboot } from './families/system';
import { templateApply } from './families/template';
import { addWireguardPeer, toggleWireguardPeer } from './families/wireguard';

/** The catalogue of what can be changed on a router. */
export const writes = [
  templateApply,
  filterAdd,
  ruleToggle,
  filterMove,
  natAdd,
  addressListAdd,
  addressListRemove,
  connectionDrop,
  toggleInterface,
  setInterface,
  addVlan,
  bridgePortSet,
  cyclePower,
  addressAdd,
  routeAdd,
  routeSet,
  leaseStatic,
  leaseRemove,
  networkSet,
  clientRenew,
  addWireguardPeer,
  toggleWireguardPeer,
  dropIpsecPeer,
  channelSet,
  clientDrop,
  setSecret,
  dropSession,
  simpleSet,
  dnsSet,
  dnsStaticAdd,
  dnsCacheFlush,
  saveBackup,
  reboot,
] as const satisfies readonly Write[];

export type WriteId = (typeof writes)[number]['id'];

const writeIds: readonly WriteId[] = writes.map(({ id }) => id);

export const isWriteId = (id: string): id is WriteId => writeIds.some((known) => known === id);

export function writeOf(id: WriteId): Write {
  const all: readonly Write[] = writes;
  const found = all.find((write) => write.id === id);
  if (found === undefined) throw new Error(`the catalogue has no ${id}`);
  return found;
}
