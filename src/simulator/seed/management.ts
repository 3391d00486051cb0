import type { Fields } from '../command';
import type { Table } from '../table';
import type { Version } from '../version';
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

/** `/system/ntp/client`. */
export function growNtp({ version, isOnTime }: Place, table: Table): void {
  const server = '162.159.200.1';
  if (version.isSix)
    table.add({
      ...{ enabled: 'true', 'primary-ntp': server, 'secondary-ntp': '0.0.0.0', 'server-dns-names': '' },
      mode: 'unicast',
    });
  else table.add({ enabled: String(isOnTime), mode: 'unicast', servers: server, vrf: 'main' });
}

/** `/ip/cloud`. */
export function growCloud({ version }: Place, table: Table): void {
  table.add({
    ...{ 'ddns-enabled': 'false', 'ddns-update-interval': 'none', 'update-time': 'true' },
    ...(version.isFrom(7, 12) ? { 'back-to-home-vpn': 'revoked-and-disabled' } : {}),
  });
}

/** `/ip/proxy`. */
export function growProxy(table: Table): void {
  table.add({
    ...{ enabled: 'false', 'src-address': '::', port: '8080', anonymous: 'false', 'parent-proxy': '::' },
    ...{ 'parent-proxy-port': '0', 'cache-administrator': 'webmaster', 'max-cache-size': 'unlimited' },
    ...{ 'max-cache-object-size': '2048', 'cache-on-disk': 'false', 'max-client-connections': '600' },
    ...{ 'max-server-connections': '600', 'max-fresh-time': '3d', 'serialize-connections': 'false' },
    ...{ 'always-from-cache': 'false', 'cache-hit-dscp': '4', 'cache-path': 'web-proxy' },
  });
}

/** `/ip/socks`. */
export function growSocks({ version }: Place, table: Table): void {
  table.add({
    ...{ enabled: 'false', port: '1080', 'connection-idle-timeout': '2m', 'max-connections': '200' },
    ...(version.isSix ? {} : { version: '4', 'auth-method': 'none', vrf: 'main' }),
  });
}

/** `/ip/upnp`. */
export const growUpnp = (table: Table): void =>
  void table.add({ enabled: 'false', 'allow-disable-external-interface': 'false', 'show-dummy-rule': 'true' });

/** `/ip/settings`. */
export function growIpSettings({ version }: Place, table: Table): void {
  table.add({
    ...{ 'ip-forward': 'true', 'send-redirects': 'true', 'accept-source-route': 'false', 'accept-redirects': 'false' },
    ...{ 'secure-redirects': 'true', 'rp-filter': 'no', 'tcp-syncookies': 'false', 'max-neighbor-entries': '8192' },
    ...{ 'arp-timeout': '30s', 'icmp-rate-limit': '10', 'icmp-rate-mask': '0x1818', 'allow-fast-path': 'true' },
    ...(version.isFrom(7, 13) ? {} : { 'route-cache': 'true' }),
    ...(version.isFrom(7, 16) ? { 'ipv4-multipath-hash-policy': 'l3' } : {}),
    ...(version.isFrom(7, 18) ? { 'tcp-timestamps': 'random-offset' } : {}),
  });
}

/** `/ip/smb`. */
export function growSmb({ version }: Place, table: Table): void {
  const isNew = version.isFrom(7, 14);
  table.add({
    ...{ enabled: isNew ? 'auto' : 'false', domain: 'MSHOME', comment: 'MikrotikSMB' },
    ...(isNew ? {} : { 'allow-guests': 'true' }),
    interfaces: 'all',
  });
}

/** `/tool/mac-server/ping`. */
export const growMacPing = (table: Table): void => void table.add({ enabled: 'true' });

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
  const actions: readonly Fields[] = [
    { name: 'memory', target: 'memory', ...actionOf('memory', version) },
    { name: 'disk', target: 'disk', ...actionOf('disk', version) },
    { name: 'echo', target: 'echo', ...actionOf('echo', version) },
    { name: 'remote', target: 'remote', ...actionOf('remote', version) },
  ];
  for (const action of actions) table.add({ ...action, default: 'true' });
}

/** What an action has where nobody says otherwise, by its target. */
export function actionOf(target: string, version: Version): Fields {
  if (target === 'memory') return { 'memory-lines': '1000', 'memory-stop-on-full': 'false' };
  if (target === 'echo') return { remember: 'true' };
  if (target === 'disk')
    return {
      ...{ 'disk-file-name': 'log', 'disk-lines-per-file': '1000' },
      ...{ 'disk-file-count': '2', 'disk-stop-on-full': 'false' },
    };
  if (target !== 'remote') return {};
  return {
    ...(version.isFrom(7, 18)
      ? { 'remote-log-format': 'default', 'remote-protocol': 'udp' }
      : { remote: '0.0.0.0', 'src-address': '0.0.0.0' }),
    'remote-port': '514',
    ...(version.isFrom(7, 20) ? { vrf: 'main' } : {}),
    ...(version.isFrom(7, 17) ? {} : { 'bsd-syslog': 'false' }),
    ...{ 'syslog-time-format': 'bsd-syslog', 'syslog-facility': 'daemon', 'syslog-severity': 'auto' },
  };
}

/** `/interface/list`: the four that every router has; what is in them follows from the interfaces. */
export function growInterfaceLists(table: Table): void {
  for (const [name, of] of Object.entries({ all: 'all', none: 'no', dynamic: 'dynamic', static: 'static' }))
    table.add({
      ...{ name, include: '', exclude: '', builtin: 'true', dynamic: 'false', comment: `contains ${of} interfaces` },
    });
}
