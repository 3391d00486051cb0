import type { Parameter } from '../../actions/parameter';
import type { Filling, StepForm } from '../define';

/* What steps of several templates have in common. */

/** A row that is added, or is there already as it would be. */
export const added = { verb: 'add', mostRows: 1, ifNone: 'refuse' } as const;

/** The same, and one of that name gets these values. */
export const kept = { ...added, ifOther: 'set' } as const;

export const fixed = <Text extends string>(text: Text) => ({ fixed: text }) as const;
export const from = (name: string) => ({ from: name }) as const;

/** A new rule in front of all others of its chain, found again by its comment: what `called` says behind `Routeward: `. */
export const ruleIn =
  (menu: '/ip/firewall/filter' | '/ip/firewall/nat' | '/ip/firewall/mangle' | '/ipv6/firewall/filter') =>
  (chain: string, called: string, fields: Readonly<Record<string, Filling>>) =>
    ({
      ...{ ...added, place: 'first', menu },
      where: { chain: fixed(chain), comment: { text: `Routeward: ${called}` } },
      fields: { ...fields, disabled: fixed('false') },
    }) as const satisfies StepForm;

export const filterRule = ruleIn('/ip/firewall/filter');
export const natRule = ruleIn('/ip/firewall/nat');

/** An interface, or a list of them, that has to be there: what a parameter of that name names. */
const there = (menu: string) => (name: string) =>
  ({
    menu,
    verb: 'have',
    mostRows: 1,
    ifNone: 'refuse',
    where: { name: from(name) },
    fields: {},
  }) as const satisfies StepForm;
export const interfaceOf = there('/interface');
export const listOf = there('/interface/list');

/** One name of the router's, of an interface or of something else. */
export const oneNamed = <Name extends string>(name: Name, title: string, explained: string) =>
  ({ ...{ name, title, kind: 'interface', max: 64, isRequired: true }, explained }) as const satisfies Parameter;

/** Addresses and networks of IPv4, for each of which there is to be an entry in a list. How wide a network may be is a rule's to say. */
export const listed = (explained: string) =>
  ({
    ...{
      name: 'addresses',
      title: 'Addresses',
      kind: 'addresses',
      accepts: 'ipv4OrPrefix',
      most: 16,
      isRequired: true,
    },
    explained,
  }) as const satisfies Parameter;

/** A LAN by its network, of which all else follows. */
export const lan = {
  ...{ name: 'network', title: 'Network', kind: 'prefix', isRequired: true },
  explained: 'From /16 to /29, as in 192.168.50.0/24: its first host is the router, all others are given out by DHCP.',
} as const satisfies Parameter;

/** What a network of hosts takes, on an interface of that name. */
export const served = (on: Filling, name: Filling) =>
  [
    {
      ...{ ...added, menu: '/ip/address' },
      where: { address: { from: 'network', as: 'firstHostInIt' }, interface: on },
      fields: { disabled: fixed('false') },
    },
    {
      ...{ ...added, menu: '/ip/pool' },
      ...{ where: { name }, fields: { ranges: { from: 'network', as: 'otherHosts' } } },
    },
    {
      ...{ ...added, menu: '/ip/dhcp-server' },
      where: { name },
      fields: { interface: on, 'address-pool': name, 'lease-time': fixed('1h'), disabled: fixed('false') },
    },
    {
      ...{ ...added, menu: '/ip/dhcp-server/network' },
      where: { address: { from: 'network', as: 'lan' } },
      fields: {
        gateway: { from: 'network', as: 'firstHost' },
        'dns-server': { from: 'dns', or: { from: 'network', as: 'firstHost' } },
      },
    },
  ] as const satisfies readonly StepForm[];

export const servedBy = [
  '/ip/address/add',
  '/ip/pool/add',
  '/ip/dhcp-server/add',
  '/ip/dhcp-server/network/add',
] as const;
