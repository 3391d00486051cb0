import type { Seeds } from '../state';
import { growAddresses } from './addresses';
import { growNeighbours, growRoutes6, growSecrets, growServices } from './around';
import { growFirewall, growFirewall6 } from './firewall';
import { growInterfaces } from './interfaces';
import type { Place } from './place';
import { growRoutes } from './routes';

/** A menu that begins empty, and is part of what is configured all the same. */
const nothing = (): void => undefined;

/** How each menu of a router begins. */
export const seedsOf = (place: Place): Seeds => ({
  '/interface': (table) => growInterfaces(place, table),
  '/ip/address': (table) => growAddresses(place, table),
  '/ip/route': (table) => growRoutes(place, table),
  '/ip/firewall/filter': (table) => growFirewall(place, 'filter', table),
  '/ip/firewall/nat': (table) => growFirewall(place, 'nat', table),
  '/ip/firewall/mangle': (table) => growFirewall(place, 'mangle', table),
  '/ip/firewall/raw': (table) => growFirewall(place, 'raw', table),
  '/ipv6/firewall/filter': (table) => growFirewall6(place, table),
  '/ipv6/firewall/nat': nothing,
  '/ipv6/firewall/mangle': nothing,
  '/ipv6/firewall/raw': nothing,
  '/ipv6/route': (table) => growRoutes6(place, table),
  '/ip/service': (table) => growServices(place, table),
  '/ip/neighbor': (table) => growNeighbours(place, table),
  '/ppp/secret': (table) => growSecrets(place, table),
});
