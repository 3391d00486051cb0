import type { Machine, Menu, Menus } from '../machine';
import { printOf, rowsOf } from '../print';
import { nothingToFollow } from './system';

const six = ({ version }: Machine): boolean => version.isSix;
const seven = ({ version }: Machine): boolean => !version.isSix;

const rows = (
  path: string,
  { exists, secrets = [] }: { exists?: Menu['exists']; secrets?: readonly string[] } = {},
) => ({
  [path]: {
    operations: { print: printOf({ rows: rowsOf(path), secrets }) },
    ...(exists === undefined ? {} : { exists }),
  },
});

/** One row without a number. */
const settings = (path: string, secrets: readonly string[] = []): Menus => ({
  [path]: {
    operations: {
      print: printOf({
        ...{ isSettings: true, secrets },
        rows: ({ state }) => state.table(path).items.map(({ fields }) => fields),
      }),
      listen: nothingToFollow,
    },
  },
});

/** Menus that are only looked at: what is configured there can be read and compared, and nobody changes it here. */
export const configuredMenus: Menus = {
  ...rows('/ipv6/firewall/address-list'),
  ...rows('/ip/route/rule', { exists: six }),
  ...rows('/routing/ospf/instance'),
  ...rows('/routing/ospf/area'),
  ...rows('/routing/ospf/interface-template', { exists: seven, secrets: ['auth-key'] }),
  ...rows('/routing/ospf/interface', { exists: six, secrets: ['authentication-key'] }),
  ...rows('/routing/ospf/network', { exists: six }),
  ...rows('/routing/bgp/instance', { exists: ({ version }) => version.isSix || version.isFrom(7, 20) }),
  ...rows('/routing/bgp/template', { exists: seven }),
  ...rows('/routing/bgp/connection', { exists: seven, secrets: ['tcp-md5-key'] }),
  ...rows('/routing/filter', { exists: six }),
  ...rows('/routing/filter/rule', { exists: seven }),
  ...settings('/ppp/aaa'),
  ...rows('/ip/hotspot'),
  ...rows('/interface/pppoe-server/server'),
  ...rows('/interface/bonding'),
  ...rows('/interface/l2tp-client', { secrets: ['ipsec-secret', 'password'] }),
  ...rows('/interface/gre', { secrets: ['ipsec-secret'] }),
  ...rows('/interface/eoip', { secrets: ['ipsec-secret'] }),
  ...rows('/interface/vrrp', { secrets: ['password'] }),
};
