import type { Fields } from '../command';
import type { Table } from '../table';
import type { Place } from './place';

/*
 * How a router is seen and managed, as RouterOS has it before anybody changes something. What a version has for which we
 * know no default is left out.
 */

/** `/ip/neighbor/discovery-settings`. */
export function growDiscovery({ version }: Place, table: Table): void {
  table.add({
    'discover-interface-list': version.isSix ? '!dynamic' : 'static',
    ...{ 'lldp-med-net-policy-vlan': 'disabled', protocol: 'cdp,lldp,mndp' },
    ...(version.isSix ? {} : { mode: 'tx-and-rx' }),
    ...(version.isFrom(7, 16)
      ? {
          ...{ 'discover-interval': '30s', 'lldp-mac-phy-config': 'false', 'lldp-max-frame-size': 'false' },
          'lldp-vlan-info': 'false',
        }
      : {}),
  });
}

/** `/ip/ssh`. */
export function growSsh({ version }: Place, table: Table): void {
  table.add({
    ...(version.isFrom(7, 18) ? { ciphers: 'auto' } : {}),
    'forwarding-enabled': 'no',
    ...(version.isFrom(7, 21)
      ? { 'password-authentication': 'yes-if-no-key' }
      : { 'always-allow-password-login': 'false' }),
    'strong-crypto': 'false',
    ...(version.isFrom(7, 17) ? {} : { 'allow-none-crypto': 'false' }),
    'host-key-size': '2048',
    ...(version.isSix ? {} : { 'host-key-type': 'rsa' }),
  });
}

/** `/snmp`. */
export function growSnmp({ version }: Place, table: Table): void {
  const engine: Fields = version.isFrom(7, 10)
    ? { 'engine-id': '80003a8c04', 'engine-id-suffix': '' }
    : { 'engine-id': '' };
  table.add({
    ...{ enabled: 'false', contact: '', location: '', ...engine, 'src-address': '::', 'trap-target': '' },
    ...{ 'trap-community': 'public', 'trap-version': '1', 'trap-generators': 'temp-exception', 'trap-interfaces': '' },
    ...(version.isSix ? {} : { vrf: 'main' }),
  });
}

/** `/tool/mac-server`. */
export const growMacServer = (table: Table): void => void table.add({ 'allowed-interface-list': 'all' });

/** `/system/logging`. */
export function growLogging({ version }: Place, table: Table): void {
  for (const topics of ['info', 'error', 'warning', 'critical'])
    table.add({
      ...{ topics, prefix: '', ...(version.isFrom(7, 18) ? { regex: '' } : {}) },
      ...{ action: topics === 'critical' ? 'echo' : 'memory', invalid: 'false', disabled: 'false', default: 'true' },
    });
}

/** `/system/logging/action`: where lines go. */
export function growLoggingActions({ version }: Place, table: Table): void {
  const remote: Fields = {
    ...(version.isFrom(7, 18)
      ? { 'remote-log-format': 'default', 'remote-protocol': 'udp' }
      : { remote: '0.0.0.0', 'src-address': '0.0.0.0' }),
    'remote-port': '514',
    ...(version.isFrom(7, 20) ? { vrf: 'main' } : {}),
    ...(version.isFrom(7, 17) ? {} : { 'bsd-syslog': 'false' }),
    ...{ 'syslog-time-format': 'bsd-syslog', 'syslog-facility': 'daemon', 'syslog-severity': 'auto' },
  };
  const actions: readonly Fields[] = [
    { name: 'memory', target: 'memory', 'memory-lines': '1000', 'memory-stop-on-full': 'false' },
    {
      ...{ name: 'disk', target: 'disk', 'disk-file-name': 'log', 'disk-lines-per-file': '1000' },
      ...{ 'disk-file-count': '2', 'disk-stop-on-full': 'false' },
    },
    { name: 'echo', target: 'echo', remember: 'true' },
    { name: 'remote', target: 'remote', ...remote },
  ];
  for (const action of actions) table.add({ ...action, default: 'true' });
}

/** `/interface/list`: the four that every router has; what is in them follows from the interfaces. */
export function growInterfaceLists(table: Table): void {
  for (const [name, of] of Object.entries({ all: 'all', none: 'no', dynamic: 'dynamic', static: 'static' }))
    table.add({
      ...{ name, include: '', exclude: '', builtin: 'true', dynamic: 'false', comment: `contains ${of} interfaces` },
    });
}
