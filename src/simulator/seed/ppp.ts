import type { Fields } from '../command';
import { between, chanceOf, oneOf } from '../random';
import type { Table } from '../table';
import type { Version } from '../version';
import { writtenMoment } from '../written';
import type { Place } from './place';
import { businessesOf, passersBy, pppAddressOf, type Resident, residentsOf, subscribersOf } from './residents';

/** Where a row says when something began, in milliseconds since 1970; its menu shows for how long that has been. */
export const since = '.since';

/** The subscribers who sign in here: a provider's concentrators share them among each other. */
function accountsOf({ role, provider, address }: Place): Resident[] {
  if (role !== 'pppoe') return [];
  const half = Number(address.split('.')[3]) % 2;
  return subscribersOf(provider).filter(({ number }) => number % 2 === half);
}

/** Those whom a RADIUS server admits: no router has a secret of theirs, and their names say where they belong. */
function admittedOf({ role, provider, address }: Place): Resident[] {
  if (role !== 'pppoe') return [];
  const half = Number(address.split('.')[3]) % 2;
  return businessesOf(provider)
    .filter(({ number, isOnline }) => isOnline && number % 2 === half)
    .map((one) => ({ ...one, name: `${one.name}@business` }));
}

export const signedIn = (place: Place): Resident[] => [
  ...accountsOf(place).filter(({ isOnline }) => isOnline),
  ...admittedOf(place),
];

/** The plans that are sold, with what each lets up and down. */
const plans = { 'air-30': '30M/30M', 'air-100': '100M/100M', 'fibre-1000': '1G/1G' } as const;

/** What a profile has where nobody says otherwise. */
export const usualProfile = (version: Version): Fields => ({
  ...{ 'use-mpls': 'default', 'use-compression': 'default', 'use-encryption': 'default', 'only-one': 'default' },
  ...{ 'change-tcp-mss': 'yes', 'use-upnp': 'default', 'address-list': '', 'on-up': '', 'on-down': '' },
  ...(version.isSix ? {} : { 'use-ipv6': 'yes', 'bridge-learning': 'default' }),
});

/** `/ppp/profile`: RouterOS's own two, and on a concentrator the plans. */
export function growProfiles({ role, version }: Place, table: Table): void {
  const usual = usualProfile(version);
  table.add({ name: 'default', ...usual, default: 'true' }, { id: 0 });
  if (role === 'pppoe')
    for (const [name, limit] of Object.entries(plans))
      table.add({
        ...{ name, 'local-address': '100.70.0.1', 'remote-address': 'subscribers', 'rate-limit': limit },
        ...{ ...usual, default: 'false' },
      });
  table.add({ name: 'default-encryption', ...usual, 'use-encryption': 'yes', default: 'true' }, { id: 0xff_ff_ff_fe });
}

/** Whoever pays for the line that ends at this router. */
export function subscriberAt({ provider, gateway, seed }: Place): Resident {
  const people = residentsOf({ provider, site: Number(gateway.split('.')[2]) }).filter(({ isOnline }) => isOnline);
  const one = people[seed % people.length];
  if (one === undefined) throw new Error('nobody lives where this line ends');
  return one;
}

/** Where a client's row says which concentrator answered it. */
export const dialled = '.dialled';

const concentratorOf = (number: number): string => (number % 2 === 0 ? 'pppoe-01' : 'pppoe-02');

/** `/interface/pppoe-client`, with the password, which RouterOS shows to whoever may see what is sensitive. */
export function growPppoeClients(place: Place, table: Table): void {
  if (place.role !== 'cpe' || place.interfaces !== null) return;
  const { name, number } = subscriberAt(place);
  table.add({
    ...{ [since]: String(beganAt(place, place.provider.name, number)), [dialled]: concentratorOf(number) },
    ...{ name: 'pppoe-out1', 'max-mtu': 'auto', 'max-mru': 'auto', mrru: 'disabled' },
    ...{ interface: place.model.radios.length > 0 ? 'wlan1' : 'ether1', user: name, password: passwordOf(place, name) },
    ...{ profile: 'default', 'keepalive-timeout': '10', 'service-name': '', 'ac-name': '' },
    ...{ 'add-default-route': 'true', 'default-route-distance': '1', 'dial-on-demand': 'false' },
    ...{ 'use-peer-dns': 'true', allow: 'pap,chap,mschap1,mschap2' },
  });
}

const passwordOf = ({ provider }: Place, name: string): string =>
  `${name.slice(0, 3)}-${between(100_000, 999_999, provider.name, name, 'password')}`;

/** When a session began: not before the router did. */
export function beganAt({ bootedAt }: Place, ...luck: readonly (string | number)[]): number {
  const ageMs = between(240, 5 * 86_400, ...luck, 'session') * 1000;
  return Math.max(Date.now() - ageMs, bootedAt + between(30, 600, ...luck, 'boot') * 1000);
}

/** What a subscriber pays for. */
export const planOf = ({ provider }: Place, { number }: Resident) =>
  oneOf(['air-30', 'air-100', 'air-100', 'fibre-1000'] as const, provider.name, number, 'profile');

/** `/ppp/secret`, with the passwords, which RouterOS shows to whoever may see what is sensitive. */
export function growSecrets(place: Place, table: Table): void {
  for (const one of accountsOf(place)) {
    const luck = [place.provider.name, one.number] as const;
    const isBound = chanceOf(...luck, 'caller') < 0.1;
    table.add({
      ...{ name: one.name, service: 'pppoe', 'caller-id': isBound ? one.mac : '' },
      password: passwordOf(place, one.name),
      profile: planOf(place, one),
      ...(chanceOf(...luck, 'fixed') < 0.12 ? { 'remote-address': pppAddressOf(one) } : {}),
      ...{ routes: '', 'ipv6-routes': '', 'limit-bytes-in': '0', 'limit-bytes-out': '0', ...lastTime(place, one) },
      disabled: String(one.isDisabled),
      ...(one.isDisabled ? { comment: 'unpaid' } : {}),
    });
  }
}

function lastTime(place: Place, { number, mac, isOnline }: Resident): Record<string, string> {
  const luck = [place.provider.name, number] as const;
  const isNew = !isOnline && chanceOf(...luck, 'new') < 0.1;
  const at = isOnline
    ? beganAt(place, ...luck) - between(8, 900, ...luck, 'gap') * 1000
    : Date.now() - between(2, 700, ...luck, 'away') * 3_600_000;
  return {
    'last-logged-out': writtenMoment(new Date(isNew ? 0 : at), place.version),
    'last-caller-id': isNew ? '' : mac,
    'last-disconnect-reason': isNew
      ? ''
      : oneOf(['hung-up', 'peer-request', 'session-timeout', 'nas-request'], ...luck, 'reason'),
  };
}

/** `/ppp/active`. */
export function growActive(place: Place, table: Table): void {
  signedIn(place).forEach((one, index) => {
    const id = 0x80_00_00_01 + index;
    const fields = {
      ...{ name: one.name, service: 'pppoe', 'caller-id': one.mac, address: pppAddressOf(one) },
      [since]: String(beganAt(place, place.provider.name, one.number)),
      ...{ encoding: '', 'session-id': `0x${(id + 0x10_00_00).toString(16)}` },
      ...{ 'limit-bytes-in': '0', 'limit-bytes-out': '0', radius: String(one.name.includes('@')) },
    };
    table.add(fields, { id });
  });
}

/** Who is on the page of a hotspot at present. */
export const guestsOf = (place: Place): Resident[] =>
  place.role === 'hotspot' ? passersBy(place).filter(({ isOnline }) => isOnline) : [];

export const guestAddressOf = ({ index }: Resident): string => `10.5.50.${20 + index}`;

/** `/ip/hotspot/active`. */
export function growGuests(place: Place, table: Table): void {
  for (const one of guestsOf(place)) {
    const luck = [place.provider.name, one.number, 'guest'] as const;
    const perSecond = 900 + 40_000 * chanceOf(...luck, 'busy');
    table.add(
      {
        ...{ server: 'hotspot-guests', user: `room-${100 + one.index}`, address: guestAddressOf(one) },
        ...{ 'mac-address': one.mac, 'login-by': 'http-chap', [since]: String(beganAt(place, ...luck)) },
        'keepalive-timeout': '2m',
        ...{ radius: 'false', blocked: 'false' },
      },
      {
        counters: {
          'bytes-in': { base: 0n, perSecond: perSecond * 0.1 },
          'bytes-out': { base: 0n, perSecond },
          'packets-in': { base: 0n, perSecond: perSecond / 4000 },
          'packets-out': { base: 0n, perSecond: perSecond / 900 },
        },
      },
    );
  }
}
