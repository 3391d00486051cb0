import { between, chanceOf } from '../random';
import type { Counter, Table } from '../table';
import { type Place, subnetOf } from './place';

/** `/radius`: the servers that a concentrator asks about whoever has no secret in it, the second if the first is silent. */
export function growRadius(place: Place, table: Table): void {
  if (place.role !== 'pppoe') return;
  const subnet = subnetOf(place.address).replace(/\.0$/, '');
  const signing = place.version.isFrom(7, 15) ? { 'require-message-auth': 'yes-for-request-resp' } : {};
  [21, 22].forEach((host, index) => {
    table.add(
      {
        ...{ service: 'ppp', 'called-id': '', domain: '', address: `${subnet}.${host}` },
        secret: `radius-${between(100_000, 999_999, place.provider.name, host)}`,
        ...{ 'authentication-port': '1812', 'accounting-port': '1813', timeout: '300ms' },
        ...{ 'accounting-backup': 'false', realm: '', protocol: 'udp', certificate: 'none', ...signing },
        ...{ disabled: 'false', ...(index === 0 ? {} : { comment: 'standby' }) },
      },
      { counters: asked(place, index === 0 ? 1 : 0.004) },
    );
  });
}

/** What a server was asked since the router started; `share` is its part of all requests. */
function asked({ seed }: Place, share: number): Record<string, Counter> {
  const perSecond = 0.35 * share * (0.7 + 0.6 * chanceOf(seed, 'radius', share));
  const growing = (part: number, least: number): Counter => ({ base: BigInt(least), perSecond: perSecond * part });
  return {
    accepts: growing(0.985, 12),
    rejects: growing(0.012, 1),
    timeouts: growing(0.0004, share < 1 ? 3 : 0),
    resends: growing(0.0011, share < 1 ? 9 : 0),
  };
}
