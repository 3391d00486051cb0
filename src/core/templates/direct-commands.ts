import { connectionDrop } from '../actions/families/connection';
import { clientRenew } from '../actions/families/dhcp-client';
import { leaseRemove, leaseStatic } from '../actions/families/dhcp-lease';
import { dnsCacheFlush } from '../actions/families/dns-change';
import { saveBackup } from '../actions/families/file';
import { filterMove } from '../actions/families/filter-change';
import { dropIpsecPeer } from '../actions/families/ipsec';
import { cyclePower } from '../actions/families/poe';
import { channelSet, clientDrop } from '../actions/families/radio';
import { routeSet } from '../actions/families/route';
import { reboot } from '../actions/families/system';
import type { StepForm } from './define';
import { direct, type Form, ofInterface, one, same, set } from './direct-parts';

/* Direct write actions on what somebody chose from a table, and those that set nothing: moves, drops, commands. */

const byRow: Form = { '.id': { from: 'row' } };
const ofClient: Form = { 'mac-address': { from: 'mac' } };
const said = (menu: string, where: Form, fields: Form = {}): StepForm => ({ ...one, menu, verb: 'do', where, fields });
const removed = (menu: string, where: Form, mostRows = 1): StepForm => ({
  ...{ menu, verb: 'remove', where, fields: {}, mostRows, ifNone: 'refuse' },
});

/** A router has the menu of one package for its radios. */
const radio = (menu: string, fields: Form): StepForm => ({ ...set(menu, ofInterface, fields), either: 'radio' });
const channel: Form = { 'channel.frequency': { from: 'frequency' }, 'channel.width': { from: 'width' } };
const sixty = radio('/interface/w60g', same('frequency'));

const clients = (menu: string, at: 'router' | 'controlled'): StepForm => ({
  ...removed(`${menu}/registration-table`, ofClient),
  ...{ either: 'client', when: { at } },
});

export const directCommands = [
  direct(filterMove, {
    steps: [{ ...one, menu: '/ip/firewall/filter', verb: 'move', where: byRow, fields: {}, place: { from: 'before' } }],
    ...{ without: ['fingerprint', 'anchor'], touchesManagement: true },
  }),
  direct(routeSet, {
    steps: (['4', '6'] as const).map((family) => ({
      ...set(family === '4' ? '/ip/route' : '/ipv6/route', byRow, same('distance', 'disabled')),
      when: { family },
    })),
    ...{ without: ['fingerprint'], touchesManagement: true },
  }),
  direct(channelSet, {
    steps: [
      {
        ...radio('/interface/wireless', { frequency: { from: 'frequency' }, 'channel-width': { from: 'width' } }),
        when: { band: 'any' },
      },
      { ...radio('/interface/wifi', channel), when: { band: 'any' } },
      sixty,
    ],
    touchesManagement: true,
  }),
  direct(leaseStatic, { steps: [said('/ip/dhcp-server/lease', ofClient)] }),
  direct(leaseRemove, {
    steps: [removed('/ip/dhcp-server/lease', { ...ofClient, ...same('address') })],
    limits: ['A lease whose reservation was changed is found by the address that is reserved, not by the one in use.'],
  }),
  direct(connectionDrop, {
    steps: [
      removed(
        '/ip/firewall/connection',
        {
          ...{ 'src-address': { from: 'src' }, 'dst-address': { from: 'dst' }, 'dst-port': { from: 'port' } },
          ...same('protocol'),
        },
        100,
      ),
    ],
    limits: ['Source and destination are those of the first packet, before NAT; the port is that of the destination.'],
  }),
  direct(cyclePower, { steps: [said('/interface/ethernet/poe', ofInterface, same('duration'))] }),
  direct(clientRenew, { steps: [said('/ip/dhcp-client', same('interface'))], touchesManagement: true }),
  direct(dropIpsecPeer, { steps: [removed('/ip/ipsec/active-peers', { 'remote-address': { from: 'address' } })] }),
  direct(clientDrop, {
    steps: [
      clients('/interface/wireless', 'router'),
      clients('/interface/wifi', 'router'),
      clients('/caps-man', 'controlled'),
    ],
  }),
  direct(dnsCacheFlush, { steps: [said('/ip/dns/cache', {})] }),
  direct(saveBackup, {
    steps: [
      {
        ...{ ...one, menu: '/system/backup', verb: 'add', where: { name: { text: 'routeward-{name}.backup' } } },
        fields: same('password'),
      },
    ],
    limits: ['The name begins with routeward-, so that it is known whose it is.'],
    asks: [
      {
        ...{ name: 'password', title: 'Password', kind: 'secret', isRequired: true, min: 12, max: 64 },
        explained:
          'With which the backup is encrypted. Keep it: it is sealed here and never shown, and nobody loads the file without it.',
      },
    ],
  }),
  direct(reboot, { steps: [said('/system', {})], touchesManagement: true }),
] as const;
