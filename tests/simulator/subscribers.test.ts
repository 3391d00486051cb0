import { describe, expect, test } from 'vitest';
import type { RouterOptions } from '@/simulator/router';
import { rowsIn } from './client';
import { meet, router } from './started';

const provider = { name: 'golden', towers: [1, 3, 5, 7, 9, 12, 15, 21] };

/** What one router of the provider prints. */
async function printer(options: Partial<RouterOptions>) {
  const client = await meet(await router(options));
  return async (...words: string[]) => rowsIn(await client.ask(...words));
}

const concentrator = (version: string) =>
  printer({ model: 'CCR2004', version, character: { role: 'pppoe', address: '10.20.0.6', provider } });
const gateway = (version: string) => printer({ version, character: { address: '10.20.3.1', provider } });

describe.each(['6.49.18', '7.20.8'])('RouterOS %s', (version) => {
  test('a concentrator knows hundreds of subscribers; those online call from the MAC address they last called from', async () => {
    const print = await concentrator(version);
    const [secrets, active] = [await print('/ppp/secret/print'), await print('/ppp/active/print')];
    expect(secrets.length).toBeGreaterThanOrEqual(300);
    expect(active.length).toBeGreaterThan(200);
    expect(active.length).toBeLessThan(secrets.length);
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(secrets.length);
    expect(secrets.every(({ name, password }) => /^[a-z]+\.[a-z]+$/.test(name ?? '') && password !== '')).toBe(true);
    const admitted = active.filter(({ radius }) => radius === 'true');
    expect(admitted.length).toBeGreaterThan(10);
    for (const { name } of admitted) expect(secrets.some((secret) => secret.name === name)).toBe(false);
    for (const session of active.filter((one) => !admitted.includes(one))) {
      const secret = secrets.find(({ name }) => name === session.name);
      expect([secret?.['last-caller-id'], secret?.disabled]).toEqual([session['caller-id'], 'false']);
      expect(session.uptime).toMatch(/^(\d+[wdhms])+$/);
      expect(session).not.toHaveProperty('.since');
    }
    const interfaces = await print('/interface/print', '?type=pppoe-in', '=.proplist=name');
    expect(interfaces.map(({ name }) => name)).toEqual(active.map(({ name }) => `<pppoe-${name}>`));
  });

  test('whoever has a lease of a gateway stands in its ARP table and behind a port of its bridge', async () => {
    const print = await gateway(version);
    const leases = await print('/ip/dhcp-server/lease/print');
    expect(leases.length).toBeGreaterThanOrEqual(40);
    expect(leases.length).toBeLessThanOrEqual(120);
    const bound = leases.filter(({ status }) => status === 'bound');
    const [arp, hosts] = [await print('/ip/arp/print'), await print('/interface/bridge/host/print')];
    for (const lease of bound) {
      const mac = lease['active-mac-address'];
      expect(arp.find(({ address }) => address === lease['active-address'])?.['mac-address']).toBe(mac);
      expect(hosts.filter((host) => host['mac-address'] === mac).map(({ vid }) => vid)).toEqual(['1', '200']);
      expect(lease['active-address']).toMatch(/^10\.20\.3\.\d+$/);
    }
    const waiting = leases.filter(({ status }) => status === 'waiting');
    expect(waiting.length).toBeGreaterThan(0);
    for (const lease of waiting) {
      expect([lease.dynamic, lease['active-address'], lease['host-name']]).toEqual(['false', undefined, undefined]);
      expect(hosts.some((host) => host['mac-address'] === lease['mac-address'])).toBe(false);
    }
    expect(new Set(arp.map(({ address }) => address)).size).toBe(arp.length);
    const flag = version.startsWith('6') ? 'DHCP' : 'dhcp';
    expect(arp.every((entry) => flag in entry && 'status' in entry === (flag === 'dhcp'))).toBe(true);
    expect(hosts.some((host) => 'age' in host)).toBe(version.startsWith('6'));
  });

  test('a question with several answers in either of two fields finds both, and counts them', async () => {
    const print = await gateway(version);
    const leases = await print('/ip/dhcp-server/lease/print');
    const moved = leases.find((lease) => (lease['active-address'] ?? lease.address) !== lease.address);
    for (const address of [moved?.address, moved?.['active-address']]) {
      const words = [`?address=${address}`, `?active-address=${address}`, '?#|', '=.proplist=.id,status'];
      expect(await print('/ip/dhcp-server/lease/print', ...words)).toEqual([
        { '.id': moved?.['.id'], status: 'bound' },
      ]);
    }
    const [first] = await print('/interface/bridge/host/print', '?vid=200', '?dynamic=true');
    const mac = first?.['mac-address'] ?? '';
    expect(await print('/interface/bridge/host/print', `?mac-address=${mac}`, '?vid=200')).toHaveLength(1);
    expect(await print('/interface/bridge/host/print', `?mac-address=${mac.toLowerCase()}`)).toEqual([]);
  });
});

test('a subscriber of a tower has one MAC address everywhere: at home, on the air, on the way and where they sign in', async () => {
  const home = await gateway('7.20.8');
  const air = await printer({
    ...{ model: 'mANTBox', version: '7.18.2' },
    character: { role: 'ap', address: '10.20.3.3', provider },
  });
  const core = await printer({ model: 'CRS317', character: { role: 'switch', address: '10.20.0.5', provider } });
  const active = await (await concentrator('7.16.2'))('/ppp/active/print');
  const leases = await home('/ip/dhcp-server/lease/print', '?status=bound');
  const both = leases.filter((lease) => active.some((one) => one['caller-id'] === lease['mac-address']));
  expect(both.length).toBeGreaterThan(20);
  const lease = both.find((one) => one.comment !== undefined && one['agent-circuit-id']?.includes('-ap-n'));
  const mac = lease?.['mac-address'] ?? '';
  const session = active.find((one) => one['caller-id'] === mac);
  expect(session?.name).toBe(lease?.comment);
  expect(lease?.['host-name']).toBe(`cpe-${session?.name?.replace('.', '-')}`);
  const seen = async (print: typeof home) =>
    (await print('/interface/bridge/host/print', `?mac-address=${mac}`, '?vid=200')).map((row) => row['on-interface']);
  expect(await seen(home)).toEqual(['ether2']);
  expect(await seen(air)).toEqual(['wlan1']);
  expect(await seen(core)).toEqual([expect.stringMatching(/^sfp-sfpplus\d+$/)]);
});

test('the line of a subscriber ends at their router with the name, the address and the MAC address of the session', async () => {
  const cpe = await printer({
    ...{ model: 'SXTsq', version: '7.18.2' },
    character: { role: 'cpe', address: '10.20.200.1', gateway: '10.20.3.3', provider },
  });
  const [client] = await cpe('/interface/pppoe-client/print');
  const [line] = await cpe('/interface/pppoe-client/monitor', '=numbers=pppoe-out1', '=once=');
  const [radio] = await cpe('/interface/print', '?name=wlan1');
  const sessions = await Promise.all(
    ['10.20.0.6', '10.20.0.7'].map(async (address) => {
      const print = await printer({ model: 'CCR2004', character: { role: 'pppoe', address, provider } });
      const [session] = await print('/ppp/active/print', `?name=${client?.user}`);
      return session === undefined ? [] : [{ session, on: `pppoe-0${Number(address.at(-1)) - 5}` }];
    }),
  );
  const [{ session, on } = { session: null, on: '' }, ...others] = sessions.flat();
  expect(others).toEqual([]);
  expect(session).toMatchObject({ address: line?.['local-address'], 'caller-id': radio?.['mac-address'] });
  expect(line?.['ac-name']).toBe(on);
});

test('nobody shares a name or a MAC address with somebody else of the same provider', async () => {
  const tables = await Promise.all(
    [...provider.towers, 100, 101].map(async (site) => {
      const print = await printer({ character: { address: `10.20.${site}.1`, provider } });
      return print('/ip/dhcp-server/lease/print', '=.proplist=mac-address,host-name,active-address', '?host-name');
    }),
  );
  const all = tables.flat();
  expect(all.length).toBeGreaterThan(500);
  for (const field of ['mac-address', 'host-name', 'active-address'])
    expect(new Set(all.map((row) => row[field])).size).toBe(all.length);
});

test('guests of a hotspot are on its page, in its leases and on the air', async () => {
  const print = await printer({ model: 'cAP', character: { role: 'hotspot', address: '10.20.100.3', provider } });
  const guests = await print('/ip/hotspot/active/print');
  expect(guests.length).toBeGreaterThan(10);
  for (const guest of guests) {
    const { address, 'mac-address': mac } = guest;
    expect(guest.user).toMatch(/^room-\d+$/);
    expect(await print('/ip/arp/print', `?address=${address}`, '=.proplist=mac-address')).toEqual([
      { 'mac-address': mac },
    ]);
    expect(await print('/interface/bridge/host/print', `?mac-address=${mac}`, '=.proplist=vid')).toEqual([
      { vid: '10' },
    ]);
  }
});

test('a prefix of DHCPv6 belongs to a session, and its DUID to the MAC address behind it', async () => {
  const print = await concentrator('7.20.8');
  const [binding] = await print('/ipv6/dhcp-server/binding/print');
  const name = /^<pppoe-(.*)>$/.exec(binding?.server ?? '')?.[1];
  const [session] = await print('/ppp/active/print', `?name=${name}`);
  expect(binding?.duid).toBe(`0x00030001${session?.['caller-id']?.replaceAll(':', '').toLowerCase()}`);
  expect(binding?.['expires-after']).toMatch(/^\d+m(\d+s)?$|^\d+s$/);
});

test('the same seed grows the same people, another one others', async () => {
  const macs = async (seed: number) =>
    (await (await printer({ seed }))('/ip/dhcp-server/lease/print', '=.proplist=mac-address')).map(
      (row) => row['mac-address'],
    );
  expect(await macs(4)).toEqual(await macs(4));
  expect(await macs(4)).not.toEqual(await macs(12));
});
