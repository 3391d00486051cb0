import type { Fields } from '../command';
import { type Radio, radiosOf } from '../models';
import { between, macOf } from '../random';
import type { Table } from '../table';
import { inSector, online } from './bridge';
import { type Place, subnetOf } from './place';
import { beganAt, guestAddressOf, guestsOf, since } from './ppp';
import { addressIn, isTower, type Resident, residentsOf } from './residents';

/** Somebody at the other end of a radio. */
interface Station {
  readonly mac: string;
  readonly radio: string;
  /** The name a radio gives itself; null for a telephone or a laptop, which have none. */
  readonly radioName: string | null;
  readonly address: string | null;
  readonly isAccessPoint: boolean;
}

/** Who a router hears by radio: its subscribers, the people of its office or its guests, or the access point it hangs on. */
function stationsOf(place: Place): Station[] {
  const radios = radiosOf(place.model).map(({ name }) => name);
  const at = ({ index }: Resident): string => radios[index % radios.length] ?? '';
  if (radios.length === 0) return [];
  if (place.role === 'hotspot')
    return guestsOf(place).map((one) => station(one.mac, at(one), null, guestAddressOf(one)));
  if (place.role === 'cpe') return accessPointOf(place, radios[0] ?? '');
  if (place.role !== 'ap') return [];
  const here = online(residentsOf(place));
  return (isTower(place) ? here.filter(inSector(place)) : here).map((one) =>
    station(
      ...([one.mac, at(one)] as const),
      ...([isTower(place) ? one.hostName : null, addressIn(subnetOf(place.address), one.index)] as const),
    ),
  );
}

const station = (mac: string, radio: string, radioName: string | null, address: string): Station => ({
  ...{ mac, radio, radioName, address, isAccessPoint: false },
});

function accessPointOf({ neighbours }: Place, radio: string): Station[] {
  const [above] = neighbours;
  if (above === undefined) return [];
  const { identity, address } = above;
  return [{ mac: macOf(identity), radio, radioName: identity, address, isAccessPoint: true }];
}

/** The registration table of a package. What changes by the second is the menu's to tell. */
export function growStations(place: Place, kind: Radio, table: Table): void {
  const radios = radiosOf(place.model)
    .filter((radio) => radio.kind === kind)
    .map(({ name }) => name);
  for (const one of stationsOf(place).filter(({ radio }) => radios.includes(radio))) {
    const began = String(beganAt(place, place.provider.name, one.mac, 'radio'));
    table.add({ ...(kind === 'wlan' ? heardByWireless(one) : heardByWifi(place, one)), [since]: began });
  }
}

const signalOf = (mac: string): number => -between(48, 79, mac, 'signal');

function heardByWireless({ mac, radio, radioName, address, isAccessPoint }: Station): Fields {
  const signal = signalOf(mac);
  const streams = signal > -70 ? '2S/SGI' : '1S';
  return {
    ...{ interface: radio, 'radio-name': radioName ?? '', 'mac-address': mac, ap: String(isAccessPoint) },
    ...{ wds: 'false', bridge: 'false', nstreme: 'false' },
    ...{
      'rx-rate': `${signal > -70 ? 390 : 65}Mbps-80MHz/${streams}`,
      'tx-rate': `${signal > -70 ? 433.3 : 97.5}Mbps-80MHz/${streams}`,
    },
    ...{ 'signal-strength': `${signal}@6Mbps`, 'signal-strength-ch0': String(signal - 3) },
    ...{ 'signal-strength-ch1': String(signal - 4), 'tx-signal-strength': String(signal - between(0, 5, mac, 'tx')) },
    ...{ 'signal-to-noise': String(signal + 108), 'tx-ccq': String(between(signal > -70 ? 80 : 40, 99, mac, 'ccq')) },
    ...{ 'rx-ccq': String(between(60, 98, mac, 'rx-ccq')), 'p-throughput': String(between(30, 320, mac) * 1000) },
    ...{ distance: String(between(1, 9, mac, 'distance')), 'last-ip': address ?? '', '802.1x-port-enabled': 'true' },
    ...{ 'authentication-type': 'wpa2-psk', encryption: 'aes-ccm', 'group-encryption': 'aes-ccm' },
    ...{ 'management-protection': 'false', 'wmm-enabled': 'true' },
    ...(radioName === null ? {} : { 'routeros-version': '6.49.18' }),
  };
}

/** From 7.15 on a client's band is told. */
function heardByWifi({ version }: Place, { mac, radio }: Station): Fields {
  const rate = between(20, 120, mac, 'rate') * 10_000_000;
  return {
    ...{ interface: radio, ssid: ssid(radio), 'mac-address': mac, signal: String(signalOf(mac)) },
    ...(version.isFrom(7, 15) ? { band: radio === 'wifi1' ? '5ghz-ax' : '2ghz-ax' } : {}),
    ...{ 'auth-type': 'wpa2-psk', 'tx-rate': String(rate), 'rx-rate': String(Math.floor(rate * 0.9)) },
    ...{ 'tx-bits-per-second': '0', 'rx-bits-per-second': '0', authorized: 'true' },
  };
}

/** The network that a radio offers. */
export const ssid = (radio: string): string => (radio.endsWith('2') ? 'office-2g' : 'office');
