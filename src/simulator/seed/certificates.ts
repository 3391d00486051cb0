import type { Table } from '../table';
import type { Place } from './place';

/** `/certificate`: the one of api-ssl, and on a hotspot that of its page. When they begin and end is the menu's to tell. */
export function growCertificates({ identity, role, version }: Place, table: Table): void {
  const made = version.isSix
    ? { 'key-type': 'rsa', 'key-size': '2048', 'digest-algorithm': 'sha256' }
    : { 'key-type': 'ec', 'key-size': 'prime256v1', 'digest-algorithm': 'sha256' };
  const own = { 'private-key': 'true', authority: 'true', trusted: 'true' };
  table.add({ name: 'api', 'common-name': identity, ...made, 'key-usage': 'digital-signature,tls-server', ...own });
  if (role !== 'hotspot') return;
  const page = {
    name: 'hotspot-page',
    'common-name': 'wifi.acme.example',
    'subject-alt-name': 'DNS:wifi.acme.example',
  };
  table.add({
    ...page,
    ...made,
    'key-usage': 'tls-server',
    'private-key': 'true',
    issuer: 'CN=Acme WiFi CA',
    trusted: 'true',
  });
}
