import type { FleetRouter } from './fleet-table';
import { models } from './models';
import { beyondEdge, isPrivate, type Link, loopback, type Network, type Path, pathOf, resolveName } from './network';
import type { Neighbour } from './seed/place';

type Fleet = ReadonlyMap<string, FleetRouter>;

/** From a router up to the last one that has nobody above it, itself first. */
function upwards(fleet: Fleet, router: FleetRouter): FleetRouter[] {
  const line = [router];
  for (let above = router.via; above !== null; ) {
    const next = fleet.get(above);
    if (next === undefined) break;
    line.push(next);
    above = next.via;
  }
  return line;
}

/** The link below a router, as it lengthens a way that leads to `towards`. */
const over = ({ link: [ms, jitterMs, loss] }: FleetRouter, towards: string): Link => ({
  address: towards,
  ms,
  jitterMs,
  loss,
});

/** Up to the router above both, and down again; null when there is none. */
function between(fleet: Fleet, from: FleetRouter, to: FleetRouter): Link[] | null {
  const up = upwards(fleet, from);
  const down = upwards(fleet, to);
  const top = up.findIndex((one) => down.includes(one));
  const meeting = up[top];
  if (meeting === undefined) return null;
  const ascent = up.slice(0, top).map((one) => over(one, one.via ?? ''));
  const descent = down.slice(0, down.indexOf(meeting)).map((one) => over(one, one.address));
  return [...ascent, ...descent.reverse()];
}

/** The links up to the first router that has a way into the world. */
function outwards(fleet: Fleet, from: FleetRouter): Link[] {
  const up = upwards(fleet, from);
  const exit = up.findIndex(({ hasExit }) => hasExit === true);
  return up.slice(0, Math.max(0, exit)).map((one) => over(one, one.via ?? ''));
}

/** What one router of the fleet sees of the others, and of the world beyond them. */
export function networkOf(fleet: Fleet, from: FleetRouter): Network {
  return {
    resolve: (name) => resolveName(name) ?? ownName(fleet, name),
    path(to) {
      if (to === from.address || to.startsWith('127.') || to === '::1') return loopback(to);
      const other = fleet.get(to);
      if (other !== undefined) return pathTo(fleet, from, other);
      const way = outwards(fleet, from);
      // A provider's own private addresses are routed to its core, where nobody has them.
      if (isPrivate(to)) return pathOf(way, 'silent');
      const { links, end } = beyondEdge(to);
      return pathOf([...way, ...links], end);
    },
  };
}

function pathTo(fleet: Fleet, from: FleetRouter, to: FleetRouter): Path {
  const links = between(fleet, from, to);
  // Another provider's routers: their addresses lead nowhere here.
  if (links === null) return pathOf(outwards(fleet, from), 'silent');
  return to.isAway === undefined ? pathOf(links) : pathOf(links.slice(0, -1), to.isAway);
}

function ownName(fleet: Fleet, name: string): string | null {
  const [, identity] = /^([\w-]+)\.(acme|other-isp)\.example\.?$/.exec(name.toLowerCase()) ?? [];
  return [...fleet.values()].find((one) => one.identity === identity)?.address ?? null;
}

/** Who announces themselves in front of a router's ports: the one above it first. */
export function neighboursOf(fleet: Fleet, router: FleetRouter): Neighbour[] {
  const above = router.via === null ? [] : [fleet.get(router.via)];
  const below = [...fleet.values()].filter(({ via }) => via === router.address);
  return [...above, ...below].flatMap((one) =>
    one === undefined || one.isAway !== undefined
      ? []
      : [
          {
            ...{ identity: one.identity, address: one.address, board: models[one.model].board, version: one.version },
            role: one.role,
          },
        ],
  );
}
