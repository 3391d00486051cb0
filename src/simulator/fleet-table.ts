import type { Faults } from './faults';
import type { ModelName } from './models';
import type { Role } from './seed/place';

/** One router of the demo: what it is, and the link by which everything reaches it. */
export interface FleetRouter {
  readonly address: string;
  readonly identity: string;
  readonly model: ModelName;
  readonly version: string;
  readonly role: Role;
  /** The next router on the way to the core; null for one that has none. */
  readonly via: string | null;
  /** Whether it has a way of its own into the world. */
  readonly hasExit?: boolean;
  /** There and back over the link to `via`, on a quiet day and at most more on a bad one; and the part that is lost. */
  readonly link: readonly [ms: number, jitterMs: number, loss: number];
  /** Mean CPU load in percent. */
  readonly load: number;
  readonly days: number;
  readonly clockSkewMs?: number;
  readonly faults?: Partial<Faults>;
  /** What others are told who ask for it, when it does not answer. */
  readonly isAway?: 'silent' | 'host unreachable';
}

const core = { model: 'CCR2216', version: '7.20.8' } as const;
const gw = { role: 'gateway' } as const;
const bh = { role: 'backhaul', model: 'wirelessWire' } as const;
const ap = { role: 'ap', model: 'mANTBox' } as const;
const oldAp = { role: 'ap', model: 'NetMetal', version: '6.49.18' } as const;
const wire = [0.3, 0.2, 0] as const;

// biome-ignore format: a table; read it down its columns.
/** Every device of the demo's two customers. */
export const fleet: readonly FleetRouter[] = [
  // Core, Trento
  { address: '10.20.0.1', identity: 'core-gw-01', ...core, role: 'core', via: '10.20.0.3', link: wire, load: 22, days: 141 },
  { address: '10.20.0.2', identity: 'core-gw-02', ...core, role: 'core', via: '10.20.0.4', link: wire, load: 14, days: 141 },
  { address: '10.20.0.3', identity: 'edge-bgp-01', ...core, role: 'edge', via: null, hasExit: true, link: wire, load: 31, days: 203 },
  { address: '10.20.0.4', identity: 'edge-bgp-02', ...core, version: '7.19.6', role: 'edge', via: '10.20.0.3', hasExit: true, link: wire, load: 27, days: 96 },
  { address: '10.20.0.5', identity: 'core-sw-01', model: 'CRS317', version: '7.18.2', role: 'switch', via: '10.20.0.1', link: wire, load: 6, days: 317 },
  { address: '10.20.0.6', identity: 'pppoe-01', model: 'CCR2004', version: '7.20.8', role: 'pppoe', via: '10.20.0.1', link: wire, load: 58, days: 62 },
  { address: '10.20.0.7', identity: 'pppoe-02', model: 'CCR2004', version: '7.16.2', role: 'pppoe', via: '10.20.0.2', link: wire, load: 49, days: 62 },
  // Tower 01
  { address: '10.20.1.1', identity: 'tower-01-gw', ...gw, model: 'RB5009', version: '7.20.8', via: '10.20.0.1', link: [1.4, 0.7, 0], load: 11, days: 48 },
  { address: '10.20.1.2', identity: 'tower-01-bh', ...bh, version: '7.19.6', via: '10.20.1.1', link: [0.6, 0.3, 0], load: 4, days: 48 },
  { address: '10.20.1.3', identity: 'tower-01-ap-n', ...ap, version: '7.18.2', via: '10.20.1.1', link: wire, load: 23, days: 48 },
  { address: '10.20.1.4', identity: 'tower-01-ap-s', ...ap, version: '7.18.2', via: '10.20.1.1', link: wire, load: 31, days: 17 },
  // Tower 03: its clock has not been set since the battery of its power box went.
  { address: '10.20.3.1', identity: 'tower-03-gw', ...gw, model: 'RB5009', version: '7.18.2', via: '10.20.0.1', link: [1.9, 0.9, 0], load: 14, days: 22, clockSkewMs: -1_037_000 },
  { address: '10.20.3.2', identity: 'tower-03-bh', ...bh, version: '7.16.2', via: '10.20.3.1', link: [0.6, 0.3, 0], load: 3, days: 22 },
  { address: '10.20.3.3', identity: 'tower-03-ap-n', ...ap, version: '7.15.3', via: '10.20.3.1', link: wire, load: 19, days: 22 },
  { address: '10.20.3.4', identity: 'tower-03-ap-s', ...oldAp, via: '10.20.3.1', link: wire, load: 37, days: 204 },
  // Tower 05
  { address: '10.20.5.1', identity: 'tower-05-gw', ...gw, model: 'hEXS', version: '7.17.2', via: '10.20.0.2', link: [2.6, 1.1, 0], load: 39, days: 33 },
  { address: '10.20.5.2', identity: 'tower-05-bh', ...bh, version: '7.17.2', via: '10.20.5.1', link: [0.7, 0.4, 0], load: 5, days: 33 },
  { address: '10.20.5.3', identity: 'tower-05-ap-n', ...ap, version: '7.17.2', via: '10.20.5.1', link: wire, load: 26, days: 33 },
  { address: '10.20.5.4', identity: 'tower-05-ap-s', ...ap, version: '7.17.2', via: '10.20.5.1', link: wire, load: 28, days: 33 },
  // Tower 07
  { address: '10.20.7.1', identity: 'tower-07-gw', ...gw, model: 'RB5009', version: '7.20.8', via: '10.20.0.2', link: [3.1, 1.4, 0.001], load: 9, days: 12 },
  { address: '10.20.7.2', identity: 'tower-07-bh', ...bh, version: '7.20.8', via: '10.20.7.1', link: [0.6, 0.4, 0], load: 4, days: 12 },
  { address: '10.20.7.3', identity: 'tower-07-ap-n', ...oldAp, via: '10.20.7.1', link: wire, load: 44, days: 391 },
  { address: '10.20.7.4', identity: 'tower-07-ap-s', ...oldAp, via: '10.20.7.1', link: wire, load: 41, days: 391 },
  // Tower 09: the southern sector takes connections and has hung itself up behind them.
  { address: '10.20.9.1', identity: 'tower-09-gw', ...gw, model: 'hEXS', version: '7.16.2', via: '10.20.0.1', link: [3.8, 1.6, 0], load: 42, days: 71 },
  { address: '10.20.9.2', identity: 'tower-09-bh', ...bh, version: '7.16.2', via: '10.20.9.1', link: [0.7, 0.4, 0], load: 6, days: 71 },
  { address: '10.20.9.3', identity: 'tower-09-ap-n', ...ap, version: '7.16.2', via: '10.20.9.1', link: wire, load: 33, days: 71 },
  { address: '10.20.9.4', identity: 'tower-09-ap-s', ...ap, version: '7.16.2', via: '10.20.9.1', link: wire, load: 97, days: 71, faults: { isSilent: true }, isAway: 'silent' },
  // Tower 12
  { address: '10.20.12.1', identity: 'tower-12-gw', ...gw, model: 'RB5009', version: '7.20.8', via: '10.20.0.2', link: [4.4, 1.9, 0], load: 16, days: 26 },
  { address: '10.20.12.2', identity: 'tower-12-bh', ...bh, version: '7.20.8', via: '10.20.12.1', link: [0.6, 0.3, 0], load: 5, days: 26 },
  { address: '10.20.12.3', identity: 'tower-12-ap-n', ...ap, version: '7.20.8', via: '10.20.12.1', link: wire, load: 38, days: 26 },
  { address: '10.20.12.4', identity: 'tower-12-ap-s', ...ap, version: '7.20.8', via: '10.20.12.1', link: wire, load: 29, days: 9 },
  // Tower 15: the backhaul thinks before it speaks.
  { address: '10.20.15.1', identity: 'tower-15-gw', ...gw, model: 'hEX', version: '7.14.3', via: '10.20.0.1', link: [5.2, 2.2, 0.002], load: 51, days: 118 },
  { address: '10.20.15.2', identity: 'tower-15-bh', ...bh, version: '7.14.3', via: '10.20.15.1', link: [0.9, 0.6, 0], load: 88, days: 118, faults: { delayMs: 400 } },
  { address: '10.20.15.3', identity: 'tower-15-ap-n', ...ap, version: '7.14.3', via: '10.20.15.1', link: wire, load: 21, days: 118 },
  { address: '10.20.15.4', identity: 'tower-15-ap-s', ...oldAp, via: '10.20.15.1', link: wire, load: 47, days: 266 },
  // Tower 21: rain on a link of 60 GHz that was always too long.
  { address: '10.20.21.1', identity: 'tower-21-gw', ...gw, model: 'hEX', version: '7.12.1', via: '10.20.0.2', link: [9.6, 38, 0.14], load: 47, days: 5 },
  { address: '10.20.21.2', identity: 'tower-21-bh', ...bh, version: '7.12.1', via: '10.20.21.1', link: [0.8, 0.5, 0], load: 12, days: 5 },
  { address: '10.20.21.3', identity: 'tower-21-ap-n', ...oldAp, via: '10.20.21.1', link: wire, load: 35, days: 5 },
  { address: '10.20.21.4', identity: 'tower-21-ap-s', ...oldAp, via: '10.20.21.1', link: wire, load: 36, days: 5 },
  // Head office
  { address: '10.20.100.1', identity: 'hq-gw', ...gw, model: 'RB5009', version: '7.20.8', via: '10.20.0.1', link: [0.5, 0.3, 0], load: 8, days: 26 },
  { address: '10.20.100.2', identity: 'hq-sw-01', model: 'CRS326', version: '7.18.2', role: 'switch', via: '10.20.100.1', link: wire, load: 5, days: 180 },
  { address: '10.20.100.3', identity: 'hq-hotspot', model: 'cAP', version: '7.19.6', role: 'hotspot', via: '10.20.100.1', link: [0.7, 0.5, 0], load: 13, days: 54 },
  // Customer premises: one customer has pulled the plug.
  { address: '10.20.200.1', identity: 'cpe-1003', model: 'SXTsq', version: '7.18.2', role: 'cpe', via: '10.20.1.3', link: [3.2, 4, 0.001], load: 7, days: 61 },
  { address: '10.20.200.2', identity: 'cpe-2190', model: 'SXTsq', version: '6.49.18', role: 'cpe', via: '10.20.5.3', link: [4.1, 6, 0.004], load: 18, days: 133 },
  { address: '10.20.200.3', identity: 'cpe-4412', model: 'SXTsq', version: '7.20.8', role: 'cpe', via: '10.20.12.3', link: [2.9, 3, 0], load: 6, days: 26 },
  { address: '10.20.200.4', identity: 'cpe-4413', model: 'SXTsq', version: '7.20.8', role: 'cpe', via: '10.20.12.3', link: [3.0, 3, 0], load: 5, days: 26, faults: { refusesConnections: true }, isAway: 'host unreachable' },
  { address: '10.20.200.5', identity: 'cpe-7781', model: 'SXTsq', version: '6.49.18', role: 'cpe', via: '10.20.21.3', link: [6.2, 11, 0.02], load: 22, days: 5 },
  // Riga: somebody changed the second access point's password and told nobody.
  { address: '10.44.1.1', identity: 'riga-gw', ...gw, model: 'RB5009', version: '7.18.2', via: '10.44.3.3', hasExit: true, link: [31, 3, 0], load: 12, days: 88 },
  { address: '10.44.1.2', identity: 'riga-sw', model: 'CRS326', version: '7.16.2', role: 'switch', via: '10.44.1.1', link: wire, load: 4, days: 240 },
  { address: '10.44.1.3', identity: 'riga-ap-1', model: 'cAP', version: '7.18.2', role: 'ap', via: '10.44.1.1', link: wire, load: 15, days: 88 },
  { address: '10.44.1.4', identity: 'riga-ap-2', model: 'cAP', version: '7.18.2', role: 'ap', via: '10.44.1.1', link: wire, load: 12, days: 88, faults: { refusesLogins: true } },
  // Oslo
  { address: '10.44.2.1', identity: 'oslo-gw', ...gw, model: 'hEXS', version: '7.20.8', via: '10.44.3.3', hasExit: true, link: [27, 3, 0], load: 21, days: 14 },
  { address: '10.44.2.2', identity: 'oslo-sw', model: 'CRS326', version: '7.18.2', role: 'switch', via: '10.44.2.1', link: wire, load: 5, days: 14 },
  { address: '10.44.2.3', identity: 'oslo-ap-1', model: 'cAP', version: '6.49.18', role: 'ap', via: '10.44.2.1', link: wire, load: 19, days: 302 },
  // Bern
  { address: '10.44.3.1', identity: 'bern-gw', ...gw, model: 'RB5009', version: '7.20.8', via: null, hasExit: true, link: wire, load: 10, days: 41 },
  { address: '10.44.3.2', identity: 'bern-sw', model: 'CRS326', version: '7.20.8', role: 'switch', via: '10.44.3.1', link: wire, load: 4, days: 41 },
  { address: '10.44.3.3', identity: 'bern-vpn', model: 'CHR', version: '7.19.6', role: 'vpn', via: '10.44.3.1', link: wire, load: 17, days: 120 },
  { address: '10.44.3.4', identity: 'bern-ap-1', model: 'cAP', version: '7.18.2', role: 'ap', via: '10.44.3.1', link: wire, load: 14, days: 41 },
  { address: '10.44.3.5', identity: 'bern-ap-2', model: 'cAP', version: '7.18.2', role: 'ap', via: '10.44.3.1', link: wire, load: 11, days: 41 },
];
