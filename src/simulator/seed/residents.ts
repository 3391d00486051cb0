import { between, chanceOf, macOf } from '../random';
import type { Place, Provider } from './place';

/**
 * Somebody with one device, who is the same person with the same MAC address wherever they are seen: in the leases, the
 * ARP table and the bridges of where they live, and on the concentrator that they sign in to. Nobody is stored: whoever
 * knows the provider's name can work out all of them.
 */
export interface Resident {
  /** Not given twice in a provider's network. */
  readonly number: number;
  /** `ada.berg`: the name of their account. */
  readonly name: string;
  readonly mac: string;
  readonly hostName: string;
  /** Their place among those who live there, from 0. */
  readonly index: number;
  readonly isOnline: boolean;
  /** Their address is written down for them, with their name beside it. */
  readonly isReserved: boolean;
  /** Switched off by their provider. */
  readonly isDisabled: boolean;
}

const firstNames = [
  ...['ada', 'alma', 'anna', 'bruno', 'carla', 'dario', 'edda', 'elia', 'emma', 'enzo', 'felix', 'gaia', 'greta'],
  ...['hanna', 'ida', 'ivo', 'jonas', 'julia', 'karl', 'lea', 'leo', 'lina', 'luca', 'mara', 'marco', 'nico', 'nora'],
  ...['otto', 'paula', 'remo', 'sara', 'vera'],
] as const;

/** A prime number of them: stepping through them in any stride meets all before one comes again. */
const lastNames = [
  ...['berg', 'moser', 'rossi', 'ferrari', 'gruber', 'huber', 'bianchi', 'romano', 'pichler', 'hofer', 'costa'],
  ...['fontana', 'mayr', 'egger', 'conti', 'ricci', 'marini', 'greco', 'wieser', 'kofler', 'lang', 'steiner', 'weiss'],
  ...['bauer', 'wolf', 'thaler', 'plank', 'auer', 'winkler', 'fabbri', 'villa', 'serra', 'testa', 'grassi', 'sala'],
  ...['riva', 'longo', 'leone', 'longhi', 'mazza', 'rizzi', 'caruso', 'ferri', 'donati', 'neri', 'basso', 'vitale'],
  ...['parisi', 'sanna', 'fiore', 'bruni', 'gatti', 'valli', 'orsi', 'pace', 'zanon', 'dalla', 'pedrini', 'tomasi'],
  ...['zeni', 'folgheraiter'],
] as const;

const things = ['laptop', 'phone', 'pc', 'tablet'] as const;

/** How far the numbers of one tower's subscribers are from those of the next. */
const stride = 128;
/** Where the numbers begin of those who are nobody's subscribers: people in an office, and guests of a hotspot. */
const [officeBase, guestBase, businessBase] = [1024, 2048, 4096];

export const isTower = ({ provider, site }: Pick<Place, 'provider' | 'site'>): boolean =>
  provider.towers.includes(site);

/** Who is behind the routers of a site: the subscribers of a tower, or the people of an office. */
export function residentsOf({ provider, site }: Pick<Place, 'provider' | 'site'>): Resident[] {
  const tower = provider.towers.indexOf(site);
  if (tower >= 0) return many(provider, tower * stride, between(76, 100, provider.name, 'tower', site));
  return many(provider, officeBase + (site % 7) * stride, between(58, 96, provider.name, 'office', site));
}

/** Who passes by at a site: no name of theirs is known. */
export const passersBy = ({ provider, site }: Pick<Place, 'provider' | 'site'>): Resident[] =>
  many(provider, guestBase + (site % 7) * stride, between(24, 44, provider.name, 'guests', site));

/** Businesses on a line of their own, at no tower. A provider without subscribers has none. */
export const businessesOf = (provider: Provider): Resident[] =>
  provider.towers.length === 0 ? [] : many(provider, businessBase, 40);

/** Every subscriber of a provider, tower by tower. */
export const subscribersOf = (provider: Provider): Resident[] =>
  provider.towers.flatMap((site) => residentsOf({ provider, site }));

const many = (provider: Provider, from: number, count: number): Resident[] =>
  Array.from({ length: count }, (_, index) => residentOf(provider, from + index, index));

function residentOf({ name: provider }: Provider, number: number, index: number): Resident {
  const first = firstNames[number % firstNames.length] ?? 'ada';
  const turn = Math.floor(number / firstNames.length);
  const offset = between(0, lastNames.length - 1, provider);
  const last = lastNames[(turn * 17 + (number % firstNames.length) * 23 + offset) % lastNames.length] ?? 'berg';
  const isDisabled = chanceOf(provider, number, 'disabled') < 0.03;
  const kind = number < officeBase ? 'cpe' : (things[number % things.length] ?? 'pc');
  return {
    ...{ number, index, name: `${first}.${last}`, mac: ownMac(provider, number), isDisabled },
    hostName: kind === 'cpe' ? `cpe-${first}-${last}` : `${first}-${last}-${kind}`,
    isOnline: !isDisabled && chanceOf(provider, number, 'online') < 0.84,
    isReserved: chanceOf(provider, number, 'reserved') < 0.35,
  };
}

/** The last two bytes are the number, stirred so that no two are alike. */
function ownMac(provider: string, number: number): string {
  const stirred = (number * 40_503 + 0x1234) & 0xffff;
  const [high, low] = [stirred >> 8, stirred & 0xff].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
  return `${macOf(provider, number).slice(0, 11)}:${high}:${low}`;
}

/** The address a resident has in the /24 of where they live. */
export const addressIn = (subnet: string, index: number): string =>
  `${subnet.slice(0, subnet.lastIndexOf('.'))}.${20 + index * 2}`;

/** The address that a concentrator gives a subscriber. */
export const pppAddressOf = ({ number }: Resident): string =>
  `100.70.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`;

/** `fe80::` and what becomes of a MAC address behind it (EUI-64). */
export function linkLocalOf(mac: string): string {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  return `fe80::${groups.map((group) => group.toString(16)).join(':')}`;
}
