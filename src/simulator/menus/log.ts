import type { Fields } from '../command';
import type { Machine, Menus } from '../machine';
import { printOf } from '../print';
import { between, chanceOf, macOf, oneOf } from '../random';
import type { LogLine } from '../state';
import { writtenId, writtenLogTime } from '../written';

/** Lines a router keeps in memory. */
const kept = 1000;
/** Every so often something happens that is worth a line; not in every slot. */
const slotMs = 97_000;

type Happening = (machine: Machine, slot: number) => Pick<LogLine, 'topics' | 'message'>;

const port = ({ state, seed }: Machine, slot: number): string => {
  const ports = state.table('/interface').items.filter(({ fields }) => fields.type === 'ether');
  return ports[between(0, Math.max(0, ports.length - 1), seed, slot, 'port')]?.fields.name ?? 'ether1';
};

const dhcp: Happening = ({ seed }, slot) => {
  const address = `192.168.88.${between(10, 250, seed, slot)}`;
  const what = chanceOf(seed, slot, 'dhcp') < 0.6 ? 'assigned' : 'deassigned';
  return {
    topics: 'dhcp,info',
    message: `dhcp1 ${what} ${address} ${what === 'assigned' ? 'for' : 'from'} ${macOf(seed, slot)}`,
  };
};
const link: Happening = (machine, slot) => ({
  topics: 'interface,info',
  message: `${port(machine, slot)} link ${chanceOf(machine.seed, slot, 'up') < 0.5 ? 'down' : 'up (speed 1G, full duplex)'}`,
});
const wireless: Happening = ({ seed }, slot) => {
  const station = `${macOf(seed, slot % 40)}@wlan1`;
  const isLost = chanceOf(seed, slot, 'lost') < 0.5;
  return {
    topics: 'wireless,info',
    message: isLost
      ? `${station}: disconnected, extensive data loss, signal strength -81`
      : `${station}: connected, signal strength -${between(52, 78, seed, slot)}`,
  };
};
const pppoe: Happening = ({ seed }, slot) => {
  const name = `c${between(1000, 4800, seed, slot)}`;
  return {
    topics: 'pppoe,ppp,info',
    message: `<pppoe-${name}>: ${oneOf(['connected', 'disconnected', 'terminating... - peer is not responding'], seed, slot, 'ppp')}`,
  };
};
const ownAddress = (state: Machine['state']): string =>
  (state.table('/ip/address').items[0]?.fields.address ?? '').replace(/\/.*/, '');
const bgp: Happening = ({ seed }, slot) => ({
  topics: 'route,bgp,info',
  message: `HoldTimer expired { remote.address: 100.64.255.${between(1, 60, seed, slot)}, as: 64${between(500, 999, seed, slot)} }`,
});
const ospf: Happening = ({ seed, state }, slot) => ({
  topics: 'route,ospf,info',
  message: `instance { version: 2 router-id: ${ownAddress(state)} } area { 0.0.0.0 } neighbor { 172.20.${between(1, 200, seed, slot)}.1 } state change to Full`,
});
const guesser: Happening = ({ seed }, slot) => ({
  topics: 'system,error,critical',
  message: `login failure for user ${oneOf(['admin', 'root', 'test', 'support'], seed, slot)} from 198.51.100.${between(1, 254, seed, slot, 'from')} via ssh`,
});
const guest: Happening = ({ seed }, slot) => ({
  topics: 'hotspot,account,info,debug',
  message: `guest-${between(100, 999, seed, slot)} (10.5.50.${between(2, 250, seed, slot)}): logged in`,
});

/** What tends to happen on a router, told by what it is made of. */
function happenings({ model, state }: Machine): [Happening, ...Happening[]] {
  const names = new Set(state.table('/interface').items.map(({ fields }) => fields.type));
  if (model.radios.includes('wlan')) return [wireless, wireless, wireless, link];
  if (model.radios.includes('w60g')) return [link, link, guesser];
  if (names.has('pppoe-in')) return [pppoe, pppoe, pppoe, pppoe, link];
  if (state.table('/ip/route').items.length > 2000) return [bgp, bgp, ospf, guesser, guesser];
  if (state.identity.includes('hotspot')) return [guest, guest, dhcp, link];
  return [dhcp, dhcp, link, ospf, guesser];
}

/** What happened by itself, up to now; the same whenever it is asked for. */
function* happened(machine: Machine): Generator<LogLine & { id: number }> {
  const { seed, state } = machine;
  const kinds = happenings(machine);
  const last = Math.floor(Date.now() / slotMs);
  const first = Math.max(Math.ceil(state.bootedAt / slotMs), last - kept);
  yield { id: 1, at: state.bootedAt, topics: 'system,info', message: 'router rebooted' };
  for (let slot = first; slot <= last; slot++) {
    const at = slot * slotMs + between(0, slotMs - 1, seed, slot, 'at');
    if (at > Date.now() || chanceOf(seed, slot, 'quiet') < 0.35) continue;
    const { topics, message } = oneOf(kinds, seed, slot, 'kind')(machine, slot);
    yield { id: slot % 0xff_ffff, at, topics, message };
  }
}

function lines(machine: Machine): Fields[] {
  const { state, version } = machine;
  const told = state.logged.map((line, index) => ({ id: 0x100_0000 + index, ...line }));
  const now = state.shown(Date.now());
  return [...happened(machine), ...told]
    .sort((one, other) => one.at - other.at)
    .slice(-kept)
    .map(({ id, at, topics, message }) => ({
      ...{ '.id': writtenId(id), time: writtenLogTime(state.shown(at), now, version), topics, message },
    }));
}

/** `/log`: as long as the router's memory. */
export const logMenus: Menus = { '/log': { operations: { print: printOf({ rows: lines }) } } };
