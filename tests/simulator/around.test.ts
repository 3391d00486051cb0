import { describe, expect, test } from 'vitest';
import { neighboursOf } from '@/simulator/fleet-network';
import { fleet } from '@/simulator/fleet-table';
import type { RouterOptions } from '@/simulator/router';
import { rowsIn } from './client';
import { meet, router } from './started';

const provider = { name: '10.20', towers: [1, 3, 5, 7, 9, 12, 15, 21] };
const byAddress = new Map(fleet.map((one) => [one.address, one]));

async function printer(options: Partial<RouterOptions>) {
  const client = await meet(await router(options));
  return async (...words: string[]) => rowsIn(await client.ask(...words));
}

/** A router of the fleet, with the neighbours that its links give it. */
function ofFleet(address: string) {
  const one = byAddress.get(address);
  if (one === undefined) throw new Error(`nobody has ${address}`);
  const { model, version, identity, role } = one;
  const character = { role, address, provider, neighbours: neighboursOf(byAddress, one) };
  return printer({ model, version, identity, character });
}

describe('routing protocols follow the links of the fleet', () => {
  const routers = fleet.filter(({ role }) => ['core', 'edge', 'pppoe', 'gateway'].includes(role));

  test('two routers that exchange routes name each other, and nobody else is named', async () => {
    const named = new Map<string, string[]>();
    for (const { address } of routers.filter((one) => one.address.startsWith('10.20.'))) {
      const print = await ofFleet(address);
      const rows = await print('/routing/ospf/neighbor/print');
      named.set(
        address,
        rows.map((row) => row.address ?? ''),
      );
    }
    expect(named.get('10.20.0.1')).toEqual(
      expect.arrayContaining(['10.20.0.3', '10.20.0.6', '10.20.1.1', '10.20.3.1']),
    );
    for (const [address, others] of named)
      for (const other of others) expect(named.get(other), `${other} names ${address}`).toContain(address);
  });

  test('an edge buys transit over the address that it has for it, and tells as many prefixes as it has routes of BGP', async () => {
    const print = await ofFleet('10.20.0.3');
    const [transit] = await print('/routing/bgp/session/print', '?name=transit-a-1');
    const [own] = await print('/ip/address/print', '?comment=transit A');
    const far = (transit?.['remote.address'] ?? '').split('.');
    const near = (own?.address ?? '').replace(/\/30$/, '').split('.');
    expect([...far.slice(0, 3), Number(far[3]) + 1]).toEqual([...near.slice(0, 3), Number(near[3])]);
    const routes = await print('/ip/route/print', '?bgp=true', '=.proplist=.id');
    expect(transit?.['prefix-count']).toBe(String(routes.length));
  });
});

describe.each(['6.49.18', '7.20.8'])('an access point of RouterOS %s', (version) => {
  const sector = { model: 'mANTBox', version, character: { role: 'ap', address: '10.20.3.3', provider } } as const;

  test('hears by radio exactly those whose MAC addresses are behind its radio', async () => {
    const print = await printer(sector);
    const stations = await print('/interface/wireless/registration-table/print');
    const hosts = await print('/interface/bridge/host/print', '?on-interface=wlan1', '?vid=200');
    expect(stations.length).toBeGreaterThan(20);
    expect(stations.map((one) => one['mac-address'])).toEqual(hosts.map((one) => one['mac-address']));
    const [state] = await print('/interface/wireless/monitor', '=numbers=wlan1', '=once=');
    expect(state?.['registered-clients']).toBe(String(stations.length));
  });

  test('has only the radio that it has: no menu of another package is there', async () => {
    const client = await meet(await router(sector));
    for (const menu of ['/interface/wifi', '/interface/wifiwave2', '/interface/w60g'])
      expect(await client.ask(`${menu}/print`)).toContainEqual(
        expect.arrayContaining(['!trap', '=message=no such command prefix']),
      );
  });
});

describe('routes', () => {
  test('of two to the same network the nearer is used; when it is switched off the other is, and the check says so', async () => {
    const print = await printer({ version: '7.20.8' });
    const add = (gateway: string, distance: string) =>
      print('/ip/route/add', '=dst-address=10.8.0.0/16', `=gateway=${gateway}`, `=distance=${distance}`);
    await add('10.99.0.7', '5');
    await add('10.99.0.8', '9');
    const active = async () =>
      (await print('/ip/route/print', '?dst-address=10.8.0.0/16', '?active=true')).map(({ gateway }) => gateway);
    const way = async () => (await print('/ip/route/check', '=dst-ip=10.8.1.1', '=once='))[0]?.nexthop;
    expect([await active(), await way()]).toEqual([['10.99.0.7'], '10.99.0.7']);
    const [near] = await print('/ip/route/print', '?gateway=10.99.0.7', '?static=true');
    await print('/ip/route/set', `=.id=${near?.['.id']}`, '=disabled=yes');
    expect([await active(), await way()]).toEqual([['10.99.0.8'], '10.99.0.8']);
    await print('/ip/route/set', `=.id=${near?.['.id']}`, '=disabled=no');
    expect([await active(), await way()]).toEqual([['10.99.0.7'], '10.99.0.7']);
  });

  test('a gateway in no network of the router leads nowhere', async () => {
    const print = await printer({ version: '7.20.8' });
    await print('/ip/route/add', '=dst-address=10.8.0.0/16', '=gateway=198.51.100.9');
    expect(await print('/ip/route/print', '?dst-address=10.8.0.0/16')).toMatchObject([
      { active: 'false', inactive: 'true', 'immediate-gw': '' },
    ]);
  });
});
