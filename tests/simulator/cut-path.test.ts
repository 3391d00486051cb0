import { describe, expect, test } from 'vitest';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import { type Client, connectTo } from './client';
import { meet, router } from './started';

const from = '10.99.0.1';
const identity = '/system/identity/print';
const input = ['/ip/firewall/filter/add', '=chain=input', '=place-before=*2'] as const;

const place = (options: Partial<RouterOptions> = {}, keepaliveMs = 60_000): Promise<SimulatedRouter> =>
  router({ ...options, character: { keepaliveMs, ...options.character } });

/** Says something that is not answered, on a connection that stays. */
async function cut(client: Client, ...words: string[]): Promise<void> {
  const before = client.bytes.length;
  client.say(...words, '.tag=last');
  await quiet();
  expect(client.bytes.length).toBe(before);
  expect(client.isClosed).toBe(false);
}

/** While another router in this process answered many times: what has not come by then does not come. */
async function quiet(): Promise<void> {
  const other = await meet(await router());
  for (let turn = 0; turn < 30; turn++) await other.ask(identity);
}

async function knock(at: SimulatedRouter): Promise<'answered' | 'refused' | 'silent'> {
  const client = await connectTo(at).catch((error: { code?: string }) => {
    expect(error.code).toBe('ECONNREFUSED');
    return null;
  });
  if (client === null) return 'refused';
  client.say('/login', '=name=full', '=password=pass');
  await quiet();
  const isAnswered = client.heard.length > 0;
  client.close();
  return isAnswered ? 'answered' : 'silent';
}

const idOf = (at: SimulatedRouter, path: string, is: Readonly<Record<string, string>>): string => {
  const item = at.state
    .table(path)
    .items.find(({ fields }) => Object.entries(is).every(([name, value]) => fields[name] === value));
  if (item === undefined) throw new Error(`${path} has no such row`);
  return `=.id=*${item.id.toString(16).toUpperCase()}`;
};

describe('what cuts the way of a session', () => {
  test.each<[string, (at: SimulatedRouter) => string[], 'silent' | 'refused']>([
    [
      'its interface switched off',
      (at) => ['/interface/set', idOf(at, '/interface', { name: 'bridge-tower' }), '=disabled=yes'],
      'silent',
    ],
    [
      'its address removed',
      (at) => ['/ip/address/remove', idOf(at, '/ip/address', { address: '10.99.0.2/24' })],
      'silent',
    ],
    [
      'its address switched off',
      (at) => ['/ip/address/disable', idOf(at, '/ip/address', { address: '10.99.0.2/24' })],
      'silent',
    ],
    [
      'the port of its bridge switched off',
      (at) => ['/interface/bridge/port/disable', idOf(at, '/interface/bridge/port', { interface: 'ether1' })],
      'silent',
    ],
    [
      'the port of its bridge taken out',
      (at) => ['/interface/bridge/port/remove', idOf(at, '/interface/bridge/port', { interface: 'ether1' })],
      'silent',
    ],
    [
      'the wire behind that port switched off',
      () => ['/interface/ethernet/set', '=.id=ether1', '=disabled=yes'],
      'silent',
    ],
    ['its bridge removed', () => ['/interface/bridge/remove', '=.id=bridge-tower'], 'silent'],
    [
      'its port in a VLAN that the bridge is not in',
      (at) => ['/interface/bridge/port/set', idOf(at, '/interface/bridge/port', { interface: 'ether1' }), '=pvid=200'],
      'silent',
    ],
    [
      'a route that leads its answers away',
      () => ['/ip/route/add', `=dst-address=${from}`, '=gateway=ether5'],
      'silent',
    ],
    [
      'a rule before connections are tracked',
      () => ['/ip/firewall/raw/add', '=chain=prerouting', '=action=drop', `=src-address=${from}`, '=place-before=*1'],
      'silent',
    ],
    [
      'a rule that drops what the router answers',
      () => ['/ip/firewall/filter/add', '=chain=output', '=action=drop', '=protocol=tcp', '=src-port=8728'],
      'silent',
    ],
    ['a rule about what is local', () => [...input, '=action=drop', '=dst-address-type=local'], 'silent'],
    ['a rule that drops all', () => [...input, '=action=drop'], 'silent'],
    ['a rule that drops its address', () => [...input, '=action=drop', `=src-address=${from}`], 'silent'],
    ['a rule that drops its subnet', () => [...input, '=action=drop', '=src-address=10.99.0.0/16'], 'silent'],
    [
      'a rule on its interface and port',
      () => [...input, '=action=drop', '=in-interface=bridge-tower', '=protocol=tcp', '=dst-port=22,8000-9000'],
      'silent',
    ],
    ['a rule that rejects', () => [...input, '=action=reject', '=protocol=tcp', '=dst-port=8728'], 'refused'],
  ])('%s: nothing comes or goes, nobody else comes in', async (_, words, verdict) => {
    const at = await place();
    const [client, watcher] = [await meet(at), await meet(at)];
    await cut(client, ...words(at));
    await cut(watcher, identity);
    expect(await knock(at)).toBe(verdict);
    // The router itself still has both: it knows nothing yet.
    expect(at.state.sessions.size).toBe(2);
  });

  test.each<[string, string[]]>([
    ['a rule about somebody else', [...input, '=action=drop', '=src-address=10.98.0.0/16']],
    ['a rule about everybody else', [...input, '=action=drop', '=src-address=!10.99.0.0/24']],
    ['a rule about another port', [...input, '=action=drop', '=protocol=tcp', '=dst-port=!8728']],
    ['a rule about another protocol', [...input, '=action=drop', '=protocol=udp']],
    ['a rule about another interface', [...input, '=action=drop', '=in-interface=ether1']],
    [
      'a rule about answers to others',
      ['/ip/firewall/filter/add', '=chain=output', '=action=drop', '=dst-address=10.98.0.1'],
    ],
    [
      'a rule that leads its port to where it goes anyway',
      ['/ip/firewall/nat/add', '=chain=dstnat', '=action=redirect', '=protocol=tcp', '=dst-port=8728'],
    ],
    ['a rule that is switched off', [...input, '=action=drop', '=disabled=yes']],
    ['a rule that only writes into the log', [...input, '=action=log']],
    [
      'a rule about who is on a list of interfaces that it is on by another list',
      [...input, '=action=drop', '=in-interface-list=!all'],
    ],
    ['a rule about another port of the bridge', [...input, '=action=drop', '=in-bridge-port=ether3']],
    ['another port of its bridge taken out', ['/interface/bridge/port/remove', '=.id=*3']],
    ['the VLANs of its bridge kept apart', ['/interface/bridge/set', '=.id=bridge-tower', '=vlan-filtering=yes']],
    ['a rule in another chain', ['/ip/firewall/filter/add', '=chain=forward', '=action=drop']],
    ['a rule behind the one that lets it in', ['/ip/firewall/filter/add', '=chain=input', '=action=drop']],
    ['another interface switched off', ['/interface/set', '=.id=ether3', '=disabled=yes']],
    ['its interface renamed', ['/interface/set', '=.id=bridge-tower', '=name=tower']],
  ])('not %s', async (_, words) => {
    const at = await place();
    const client = await meet(at);
    expect((await client.ask(...words)).at(-1)?.[0]).toBe('!done');
    expect((await client.ask(identity)).at(-1)).toEqual(['!done']);
    expect(await knock(at)).toBe('answered');
  });

  test.each([
    ['about new connections', [...input, '=action=drop', '=connection-state=new']],
    [
      'that leads the port to another',
      ['/ip/firewall/nat/add', '=chain=dstnat', '=action=redirect', '=protocol=tcp', '=dst-port=8728', '=to-ports=80'],
    ],
  ])('a rule %s cuts nobody who is there', async (_, words) => {
    const at = await place();
    const client = await meet(at);
    await client.ask(...words);
    expect((await client.ask(identity)).at(-1)).toEqual(['!done']);
    expect(await knock(at)).toBe('silent');
  });

  test('what is not tracked belongs to no connection', async () => {
    const at = await place();
    const client = await meet(at);
    const untracked = [...input, '=action=drop', '=connection-state=untracked'];
    await client.ask(...untracked);
    expect((await client.ask(identity)).at(-1)).toEqual(['!done']);
    const raw = ['/ip/firewall/raw/add', '=chain=prerouting', '=action=notrack', '=protocol=tcp', '=dst-port=8728'];
    await cut(client, ...raw, '=place-before=*1');
  });

  test('an entry that has come to its end drops nobody any more', async () => {
    const at = await place();
    const client = await meet(at);
    await client.ask(...input, '=action=drop', '=src-address-list=blocked');
    client.say('/ip/firewall/address-list/add', '=list=blocked', `=address=${from}`, '=timeout=4s', '.tag=blocked');
    await quiet();
    expect(client.heard.some((words) => words.includes('.tag=blocked'))).toBe(false);
    await client.until(() => client.heard.some((words) => words.includes('.tag=blocked')));
    expect((await client.ask(identity)).at(-1)).toEqual(['!done']);
  });

  test('lists, jumps and returns are followed', async () => {
    const at = await place();
    const client = await meet(at);
    const list = at.state.table('/ip/firewall/address-list');
    const entry = list.add({ list: 'blocked', address: '10.99.0.0/28', disabled: 'true' });
    const rules = at.state.table('/ip/firewall/filter');
    rules.add({ chain: 'ours', action: 'return', 'in-interface-list': 'LAN' });
    rules.add({ chain: 'ours', action: 'drop', 'src-address-list': 'blocked' });
    const member = at.state.table('/interface/list/member').add({ list: 'LAN', interface: 'bridge-tower' });
    rules.items.unshift(rules.add({ chain: 'input', action: 'jump', 'jump-target': 'ours' }));
    rules.items.pop();
    const touch = (comment: string) => ['/interface/set', '=.id=ether3', `=comment=${comment}`];
    expect((await client.ask(...touch('list is off'))).at(-1)).toEqual(['!done']);
    list.set(entry, { disabled: 'false' });
    expect((await client.ask(...touch('returned before'))).at(-1)).toEqual(['!done']);
    at.state.table('/interface/list/member').remove(member);
    await cut(client, ...touch('caught'));
  });

  test('a service that is off, elsewhere or for others; and no way back', async () => {
    for (const change of ['=disabled=yes', '=port=8799', '=address=192.0.2.0/24']) {
      const at = await place();
      await cut(await meet(at), '/ip/service/set', '=.id=api', change);
      expect(await knock(at)).toBe('refused');
    }
    const at = await place({ character: { gateway: '10.98.0.1' } });
    const client = await meet(at);
    const routes = at.state.table('/ip/route');
    for (const item of [...routes.items]) if (item.fields['dst-address'] === '0.0.0.0/0') routes.remove(item);
    await cut(client, '/interface/set', '=.id=ether3', '=comment=now');
    expect(await knock(at)).toBe('silent');
  });
});

describe('a cut way', () => {
  const cutting = [...input, '=action=drop'];

  test.each(['plain', 'tls'] as const)(
    'opens again in safe mode once the router notices, over %s',
    async (transport) => {
      const at = await place({ transport }, 300);
      const client = await meet(at);
      const before = at.state.hash();
      await client.ask('/safe-mode/take');
      await cut(client, ...cutting);
      expect(at.state.hash()).not.toBe(before);
      // The other end goes away; nobody hears it.
      client.close();
      expect(at.state.safeMode.holder).not.toBeNull();
      await expect.poll(() => at.state.safeMode.holder).toBeNull();
      expect(at.state.hash()).toBe(before);
      expect((await (await meet(at)).ask(identity)).at(-1)).toEqual(['!done']);
    },
  );

  test('without safe mode it stays cut, and the session is over all the same', async () => {
    const at = await place({}, 200);
    const client = await meet(at);
    await cut(client, ...cutting);
    await expect.poll(() => at.state.sessions.size).toBe(0);
    await quiet();
    expect(client.isClosed).toBe(false);
    expect(await knock(at)).toBe('silent');
  });

  test('gives what was lost when it opens in time', async () => {
    const at = await place();
    const client = await meet(at);
    client.say(...cutting, '.tag=cut');
    await quiet();
    client.say(identity, '.tag=waiting');
    const waiting = connectTo(at);
    await quiet();
    expect(client.heard).toEqual([]);
    at.state.history.undo(at.state);
    at.state.changed();
    await client.until(() => client.heard.some((words) => words.join() === '!done,.tag=waiting'));
    expect(client.heard[0]?.slice(0, 2)).toEqual(['!done', '.tag=cut']);
    const late = await waiting;
    expect(await late.ask('/login', '=name=full', '=password=pass')).toEqual([['!done']]);
    late.close();
  });
});

test('a session comes from where the router sees it come from', async () => {
  const at = await place({ character: { from: '10.20.100.7' } });
  const client = await meet(at);
  expect((await client.ask('/user/active/print', '=.proplist=address'))[0]).toEqual(['!re', '=address=10.20.100.7']);
});

test.each(['ap', 'switch', 'gateway', 'core', 'edge', 'cpe', 'vpn', 'hotspot', 'pppoe', 'backhaul'] as const)(
  'a router that nobody has spoilt lets its manager in: %s',
  async (role) => {
    for (const transport of ['plain', 'tls'] as const) {
      const gateway = role === 'edge' ? '100.64.255.1' : '10.20.0.1';
      const at = await place({ transport, character: { role, address: '10.20.3.3', gateway } });
      const client = await meet(at);
      await client.ask('/interface/set', '=.id=*1', '=comment=looked at');
      expect((await client.ask(identity)).at(-1)).toEqual(['!done']);
      expect(await knock(at)).toBe('answered');
    }
  },
);
