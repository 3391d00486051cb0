import type { Fields } from '../command';
import { type Radio, radiosOf } from '../models';
import { between, macOf, oneOf } from '../random';
import type { Table } from '../table';
import type { Place } from './place';
import { beganAt, since } from './ppp';
import { isTower } from './residents';
import { ssid } from './stations';

/** `/interface/wireless` or `/interface/wifi`: the radios that its package drives. */
export function growRadios(place: Place, kind: Radio, table: Table): void {
  const all = radiosOf(place.model);
  for (const { name } of all.filter((radio) => radio.kind === kind)) {
    // Of two radios the first of the old boards and the second of the new ones is that of 2.4 GHz.
    const isSlow = all.length > 1 && name === (kind === 'wlan' ? 'wlan1' : 'wifi2');
    const head = { name, 'default-name': name, mtu: '1500', 'mac-address': macOf(place.seed, name), arp: 'enabled' };
    const flags = { running: 'true', disabled: 'false' };
    table.add({ ...head, ...(kind === 'wlan' ? wireless(place, name, isSlow) : wifi(place, name, isSlow)), ...flags });
  }
}

const quick = ['5500', '5520', '5580', '5660'] as const;

function wireless(place: Place, name: string, isSlow: boolean): Fields {
  const { seed, identity, role } = place;
  const isStation = role === 'cpe';
  return {
    ...{ l2mtu: '1600', 'interface-type': 'Atheros AR9888', mode: isStation ? 'station' : 'ap-bridge' },
    ssid: isTower(place) || isStation ? 'air' : ssid(name),
    ...(isSlow
      ? { frequency: '2437', band: '2ghz-g/n', 'channel-width': '20mhz' }
      : { frequency: oneOf([...quick], seed, name), band: '5ghz-n/ac', 'channel-width': '20/40/80mhz-Ceee' }),
    ...{ 'secondary-frequency': '', 'scan-list': 'default', 'wireless-protocol': '802.11', 'vlan-mode': 'no-tag' },
    ...{ 'wds-mode': 'disabled', 'bridge-mode': 'enabled', country: 'italy', 'frequency-mode': 'regulatory-domain' },
    ...{ installation: 'outdoor', 'radio-name': identity, 'security-profile': 'default', 'hide-ssid': 'false' },
  };
}

function wifi({ seed }: Place, name: string, isSlow: boolean): Fields {
  return {
    ...{ l2mtu: '1560', 'radio-mac': macOf(seed, name), 'configuration.mode': 'ap' },
    ...{ 'configuration.ssid': ssid(name), 'configuration.country': 'Italy', 'configuration.manager': 'local' },
    ...(isSlow
      ? { 'channel.frequency': '2437', 'channel.band': '2ghz-ax', 'channel.width': '20mhz' }
      : {
          ...{ 'channel.frequency': oneOf([...quick], seed, name), 'channel.band': '5ghz-ax' },
          'channel.width': '20/40/80mhz',
        }),
    ...{ 'security.authentication-types': 'wpa2-psk,wpa3-psk', master: 'true', bound: 'true', inactive: 'false' },
  };
}

const has60 = ({ model }: Place): boolean => model.radios.includes('w60g');

/** `/interface/w60g`. */
export function growW60g(place: Place, table: Table): void {
  if (!has60(place)) return;
  table.add({
    ...{ name: 'wlan60-1', 'default-name': 'wlan60-1', mtu: '1500', l2mtu: '1600' },
    ...{ 'mac-address': macOf(place.seed, 'wlan60-1'), arp: 'enabled', mode: 'ap-bridge', ssid: 'backhaul' },
    frequency: oneOf(['58320', '60480', '62640', '64800'], place.seed, 'w60g'),
    ...{ region: 'eu', 'tx-sector': 'auto', 'put-stations-in-bridge': 'bridge', 'isolate-stations': 'true' },
    ...{ running: 'true', disabled: 'false' },
  });
}

/** `/interface/w60g/station`: the other end of the link. */
export function growW60gStations(place: Place, table: Table): void {
  if (!has60(place)) return;
  const far = macOf(place.identity, 'far');
  table.add({
    ...{ name: 'wlan60-station-1', 'default-name': 'wlan60-station-1', parent: 'wlan60-1', 'remote-address': far },
    ...{ 'mac-address': macOf(place.seed, 'wlan60-station-1'), mtu: '1500', arp: 'enabled', 'put-in-bridge': 'parent' },
    ...{ running: 'true', disabled: 'false', '.metres': String(between(180, 1400, far)) },
    [since]: String(beganAt(place, far)),
  });
}
