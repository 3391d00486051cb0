import { describe, expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import type { Role } from '@/simulator/seed/place';
import { rowsIn } from './client';
import { dialects } from './recorded/recording';
import { meet, reader, router } from './started';

type Rows = readonly Readonly<Record<string, string>>[];
type Print = (menu: string, ...words: readonly string[]) => Promise<Rows>;

const up = {
  address: '10.99.0.1',
  identity: 'edge-01',
  board: 'CCR2216-1G-12XS-2XQ',
  version: '7.20.8',
  role: 'edge',
} as const;

async function printer(version: string, role: Role): Promise<Print> {
  const client = await meet(await router({ version, model: 'CCR2004', character: { role, neighbours: [up] } }));
  return async (menu, ...words) => {
    const heard = await client.ask(`${menu}/print`, ...words);
    expect(heard.filter(([first]) => first === '!trap')).toEqual([]);
    return rowsIn(heard);
  };
}

const column = (rows: Rows, name: string): readonly string[] => rows.flatMap((row) => row[name] ?? []);

/** What is said there, and it is something. */
function told(rows: Rows, name: string): readonly string[] {
  const names = column(rows, name).flatMap((value) => value.split('/'));
  expect(names.length).toBeGreaterThan(0);
  return [...new Set(names)];
}

describe.each(dialects)('RouterOS %s', (version) => {
  test('has every menu that a snapshot asks for, but for radios that it has not', async () => {
    const client = await meet(await router({ version }), reader);
    const missing: string[] = [];
    for (const { path, words } of compile('cfg.snapshot', { scope: 'all' }, onlyVersion(version))) {
      const heard = await client.ask(path, ...words);
      if (heard.some(([first]) => first === '!trap')) missing.push(path);
    }
    const wifi = version.startsWith('7') && version !== '7.12.1' ? ['/interface/wifi/print'] : [];
    expect(missing).toEqual([...wifi, '/interface/wireless/print']);
  });

  test('whoever exchanges routes is configured to', async () => {
    const print = await printer(version, 'edge');
    const isSix = version.startsWith('6');
    const neighbours = await print('/routing/ospf/neighbor');
    const instances = column(await print('/routing/ospf/instance'), 'name');
    expect(instances).toEqual(expect.arrayContaining([...told(neighbours, 'instance')]));
    const areas = await print('/routing/ospf/area');
    expect(instances).toEqual(expect.arrayContaining([...told(areas, 'instance')]));
    const [on, own] = isSix
      ? ['/routing/ospf/interface', 'interface']
      : ['/routing/ospf/interface-template', 'interfaces'];
    expect(column(await print(on), own)).toEqual(told(neighbours, 'interface'));
    if (!isSix) expect(column(areas, 'name')).toEqual(told(neighbours, 'area'));
  });

  test('each BGP session has its connection, and each chain that it names has rules', async () => {
    const print = await printer(version, 'edge');
    const isSix = version.startsWith('6');
    const sessions = await print(isSix ? '/routing/bgp/peer' : '/routing/bgp/session', ...(isSix ? ['=status='] : []));
    const [input, output] = isSix ? ['in-filter', 'out-filter'] : ['input.filter', 'output.filter-chain'];
    const rules = await print(isSix ? '/routing/filter' : '/routing/filter/rule');
    expect([...new Set(column(rules, 'chain'))].sort()).toEqual(
      [...told(sessions, input), ...told(sessions, output)].sort(),
    );
    if (isSix) {
      expect(column(await print('/routing/bgp/instance'), 'name')).toEqual(told(sessions, 'instance'));
      return;
    }
    const connections = await print('/routing/bgp/connection');
    const ends = (rows: Rows) =>
      rows.map((row) => [row['remote.address'], row['remote.as'], row['local.role'], row.instance]);
    expect(connections.map(({ name }) => `${name}-1`)).toEqual(column(sessions, 'name'));
    expect(ends(connections)).toEqual(ends(sessions));
    expect(column(await print('/routing/bgp/template'), 'name')).toEqual(told(connections, 'templates'));
  });

  test.each<[Role, string, string, string]>([
    ['gateway', '/queue/simple', 'queue', '/queue/type'],
    ['gateway', '/queue/tree', 'queue', '/queue/type'],
    ['vpn', '/ip/ipsec/policy', 'proposal', '/ip/ipsec/proposal'],
    ['pppoe', '/interface/pppoe-server/server', 'default-profile', '/ppp/profile'],
    ['pppoe', '/interface/pppoe-server/server', 'interface', '/interface'],
    ['hotspot', '/ip/hotspot/active', 'server', '/ip/hotspot'],
    ['hotspot', '/ip/hotspot', 'address-pool', '/ip/pool'],
    ['hotspot', '/ip/hotspot', 'interface', '/interface'],
    ['gateway', '/system/logging', 'action', '/system/logging/action'],
  ])('%s: what %s names as its %s is in %s', async (role, menu, name, other) => {
    const print = await printer(version, role);
    expect(column(await print(other), 'name')).toEqual(expect.arrayContaining([...told(await print(menu), name)]));
  });
});

test.each(['7.12.1', '7.24'])('the tables that the routes of RouterOS %s are in', async (version) => {
  const print = await printer(version, 'gateway');
  const tables = column(await print('/routing/table'), 'name');
  expect([...tables].sort()).toEqual([...told(await print('/ip/route'), 'routing-table')].sort());
});

test('who has servers of RADIUS asks them, and nobody else does', async () => {
  for (const role of ['pppoe', 'gateway', 'edge'] as const) {
    const print = await printer('7.24', role);
    const [aaa, servers] = [await print('/ppp/aaa'), await print('/radius')];
    expect(column(aaa, 'use-radius')).toEqual([String(servers.length > 0)]);
  }
});
