import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RouterOptions } from '@/simulator/router';
import { rowsIn } from './client';
import { meet, reader, router } from './started';

// Only the date: what waits for the network waits as ever.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

async function asked(options: Partial<RouterOptions>) {
  const place = await router(options);
  const client = await meet(place);
  return {
    place,
    say: (...words: string[]) => client.ask(...words),
    print: async (...words: string[]) => rowsIn(await client.ask(...words)),
  };
}

const concentrator = (version: string) => asked({ model: 'CCR2004', version, character: { role: 'pppoe' } });
const trapIn = (heard: readonly (readonly string[])[]) => heard.find(([first]) => first === '!trap')?.slice(1);

describe.each(['6.49.18', '7.24'])('RouterOS %s', (version) => {
  test('a session that is dropped takes its interface with it, and the client dials again', async () => {
    const { say, print } = await concentrator(version);
    const [before] = await print('/ppp/active/print', '?radius=false');
    const { name = '', address, 'caller-id': mac, 'session-id': number } = before ?? {};
    const own = () => print('/interface/print', `?name=<pppoe-${name}>`);
    const [line] = await own();

    expect(await say('/ppp/active/remove', `=.id=${before?.['.id']}`)).toEqual([['!done']]);
    expect(await print('/ppp/active/print', `?name=${name}`)).toEqual([]);
    expect(await own()).toEqual([]);
    expect(await print('/ppp/secret/print', `?name=${name}`)).toMatchObject([
      { 'last-disconnect-reason': 'nas-request', 'last-caller-id': mac },
    ]);
    expect(trapIn(await say('/ppp/active/remove', `=.id=${before?.['.id']}`))).toContain('=message=no such item');

    later(15);
    const [after, ...others] = await print('/ppp/active/print', `?name=${name}`);
    expect(others).toEqual([]);
    expect(after).toMatchObject({ address, 'caller-id': mac, radius: 'false' });
    expect(after?.['session-id']).not.toBe(number);
    expect(after?.['.id']).not.toBe(before?.['.id']);
    expect(after?.uptime).toMatch(/^(\d|1[01])s$/);
    const [lineAgain] = await own();
    expect(BigInt(lineAgain?.['rx-byte'] ?? -1)).toBeGreaterThan(0n);
    expect(BigInt(lineAgain?.['rx-byte'] ?? -1)).toBeLessThan(BigInt(line?.['rx-byte'] ?? -1));
    expect(await print('/log/print', `?message=<pppoe-${name}>: connected`)).not.toEqual([]);
  });

  test('a queue of the session goes with it, and comes back with what the plan lets through by then', async () => {
    const { place, say, print } = await concentrator(version);
    const [session] = await print('/ppp/active/print', '?radius=false');
    const name = session?.name ?? '';
    const queues = place.state.table('/queue/simple');
    queues.add({ name: `<pppoe-${name}>`, 'max-limit': '30000000/30000000', dynamic: 'true' });
    await say('/ppp/secret/set', `=.id=${name}`, '=profile=fibre-1000');
    await say('/ppp/active/remove', `=.id=${session?.['.id']}`);
    expect(queues.find(`<pppoe-${name}>`)).toBeNull();
    later(15);
    expect(await print('/ppp/active/print', `?name=${name}`)).toHaveLength(1);
    expect(queues.find(`<pppoe-${name}>`)?.fields['max-limit']).toBe('1000000000/1000000000');
  });

  test('who was suspended stays away until they are let in again', async () => {
    const { say, print } = await concentrator(version);
    const [session] = await print('/ppp/active/print', '?radius=false');
    const name = session?.name ?? '';
    await say('/ppp/secret/set', `=.id=${name}`, '=disabled=yes');
    // What is up goes on as it began.
    expect(await print('/ppp/active/print', `?name=${name}`)).toHaveLength(1);
    await say('/ppp/active/remove', `=.id=${session?.['.id']}`);
    later(86_400);
    expect(await print('/ppp/active/print', `?name=${name}`)).toEqual([]);
    await say('/ppp/secret/set', `=.id=${name}`, '=disabled=no');
    later(60);
    expect(await print('/ppp/active/print', `?name=${name}`)).toHaveLength(1);
    expect(await print('/interface/print', `?name=<pppoe-${name}>`)).toHaveLength(1);
  });

  test('who had been suspended before dials in soon after they are let in', async () => {
    const { say, print } = await concentrator(version);
    const suspended = await print('/ppp/secret/print', '?disabled=true');
    const { name = '', 'last-caller-id': mac } = suspended.find((one) => one['last-caller-id'] !== '') ?? {};
    await say('/ppp/secret/enable', `=numbers=${name}`);
    later(15);
    expect(await print('/ppp/active/print', `?name=${name}`)).toMatchObject([{ 'caller-id': mac }]);
  });

  test('whom RADIUS admits is admitted again without a secret', async () => {
    const { say, print } = await concentrator(version);
    const [session] = await print('/ppp/active/print', '?radius=true');
    await say('/ppp/active/remove', `=.id=${session?.['.id']}`);
    later(15);
    expect(await print('/ppp/active/print', `?name=${session?.name}`)).toMatchObject([{ radius: 'true' }]);
  });

  test('a secret is added once, and removed', async () => {
    const { say, print } = await concentrator(version);
    expect(trapIn(await say('/ppp/secret/add', '=password=x'))).toContain(
      '=message=missing value(s) of argument(s) name',
    );
    expect(trapIn(await say('/ppp/secret/add', '=name=new.one', '=profile=air'))).toContain(
      '=message=ambiguous value of profile, more than one possible value matches input',
    );
    const [[first, ret = ''] = []] = await say('/ppp/secret/add', '=name=new.one', '=profile=air-30');
    expect([first, ret]).toEqual(['!done', expect.stringMatching(/^=ret=\*[0-9A-F]+$/)]);
    expect(await print('/ppp/secret/print', '?name=new.one')).toMatchObject([
      { service: 'any', profile: 'air-30', disabled: 'false', 'last-caller-id': '' },
    ]);
    expect(trapIn(await say('/ppp/secret/add', '=name=new.one'))).toContain(
      '=message=failure: secret with the same name already exists',
    );
    expect(await say('/ppp/secret/remove', `=.id=${ret.slice(5)}`)).toEqual([['!done']]);
    expect(await print('/ppp/secret/print', '?name=new.one')).toEqual([]);
  });

  test('a tunnel that is dropped is negotiated anew', async () => {
    const { say, print } = await asked({ model: 'CHR', version, character: { role: 'vpn' } });
    const [before] = await print('/ip/ipsec/active-peers/print', '?state=established');
    const remote = before?.['remote-address'];
    await say('/ip/ipsec/active-peers/remove', `=.id=${before?.['.id']}`);
    expect(await print('/ip/ipsec/active-peers/print', `?remote-address=${remote}`)).toEqual([]);
    const policy = () => print('/ip/ipsec/policy/print', `?sa-dst-address=${remote}`);
    expect(await policy()).toMatchObject([{ 'ph2-state': 'no-phase2', active: 'false' }]);
    later(10);
    const [after] = await print('/ip/ipsec/active-peers/print', `?remote-address=${remote}`);
    expect(after).toMatchObject({ state: 'established', side: before?.side, uptime: '4s' });
    expect([after?.spii, after?.spir]).not.toEqual([before?.spii, before?.spir]);
    expect(Number(after?.['rx-bytes'])).toBeLessThan(Number(before?.['rx-bytes']));
    expect(await policy()).toMatchObject([{ 'ph2-state': 'established', active: 'true' }]);
  });
});

describe('WireGuard', () => {
  const hub = (character: RouterOptions['character'] = {}, version = '7.24') =>
    asked({ model: 'CHR', version, character: { role: 'vpn', ...character } });

  test('a peer that is switched off is silent, and counts anew once it is on; what is configured is as before', async () => {
    const { place, say, print } = await hub();
    const configured = place.state.hash();
    const [peer] = await print('/interface/wireguard/peers/print', '?disabled=false', '?last-handshake');
    const own = async () => (await print('/interface/wireguard/peers/print', `?.id=${peer?.['.id']}`))[0] ?? {};
    await say('/interface/wireguard/peers/set', `=.id=${peer?.['.id']}`, '=disabled=yes');
    expect(await own()).toMatchObject({ disabled: 'true', rx: '0', 'current-endpoint-address': '' });
    expect(await own()).not.toHaveProperty('last-handshake');
    expect(place.state.hash()).not.toBe(configured);
    await say('/interface/wireguard/peers/set', `=.id=${peer?.['.id']}`, '=disabled=no');
    expect(place.state.hash()).toBe(configured);
    expect(await own()).not.toHaveProperty('last-handshake');
    later(20);
    const again = await own();
    expect(again['current-endpoint-address']).toBe(peer?.['current-endpoint-address']);
    expect(Number(again.rx)).toBeGreaterThan(0);
    expect(Number(again.rx)).toBeLessThan(Number(peer?.rx));
    expect(again['last-handshake']).toMatch(/^1?\ds$/);
  });

  test('what both ends know of each other fits, and who stands alone has no tunnels', async () => {
    const provider = { name: '10.44', towers: [] };
    const seen = (identity: string, address: string) => ({ identity, address, board: 'RB5009UG+S+', version: '7.24' });
    const branch = { role: 'gateway', address: '10.44.1.1', gateway: '10.44.3.3', provider } as const;
    const middle = await hub({
      address: '10.44.3.3',
      gateway: '10.44.3.1',
      provider,
      neighbours: [seen('riga-gw', '10.44.1.1')],
    });
    const riga = await asked({
      version: '7.24',
      character: { ...branch, neighbours: [seen('bern-vpn', '10.44.3.3')] },
    });
    const keyOf = async ({ print }: typeof riga) =>
      (await print('/interface/wireguard/print', '?name=wireguard-sites'))[0]?.['public-key'];
    const peersOf = ({ print }: typeof riga) => print('/interface/wireguard/peers/print', '?interface=wireguard-sites');
    expect((await peersOf(riga)).map((row) => row['public-key'])).toEqual([await keyOf(middle)]);
    expect((await peersOf(middle)).map((row) => row['public-key'])).toEqual([await keyOf(riga)]);
    const end = async ({ print }: typeof riga) => {
      const [row] = await print('/ip/ipsec/policy/print', '?tunnel=true');
      const [identity] = await print('/ip/ipsec/identity/print');
      return { ...row, ...identity };
    };
    const [here, there] = [await end(riga), await end(middle)];
    expect([here['src-address'], here['sa-src-address'], here.secret]).toEqual([
      there['dst-address'],
      there['sa-dst-address'],
      there.secret,
    ]);
    expect([here.peer, there.peer]).toEqual(['bern', 'riga']);
    const alone = await asked({ version: '7.24' });
    expect(await alone.print('/interface/wireguard/print')).toEqual([]);
    expect(await alone.print('/interface/print', '?type=wg')).toEqual([]);
  });

  test('RouterOS 6 has none', async () => {
    const { say, print } = await hub({}, '6.49.18');
    expect(trapIn(await say('/interface/wireguard/peers/print'))).toContain('=message=no such command prefix');
    expect(await print('/interface/print', '?type=wg')).toEqual([]);
  });

  test('a peer needs an interface and addresses, and a key that is one', async () => {
    const { say } = await hub();
    expect(trapIn(await say('/interface/wireguard/peers/add', '=public-key=x'))).toContain(
      '=message=missing value(s) of argument(s) interface allowed-address',
    );
    const given = ['=interface=wireguard-staff', '=allowed-address=10.9.0.99/33'];
    expect(trapIn(await say('/interface/wireguard/peers/add', ...given))).toContain(
      '=message=invalid value for argument allowed-address',
    );
  });
});

test('who may not see what is sensitive sees no secret of a tunnel, a server or a line', async () => {
  const places = [
    await router({ model: 'CHR', version: '7.24', character: { role: 'vpn' } }),
    await router({ model: 'CCR2004', character: { role: 'pppoe' } }),
    await router({ model: 'SXTsq', character: { role: 'cpe' } }),
  ] as const;
  const menus = [
    [places[0], '/interface/wireguard', 'private-key'],
    [places[0], '/interface/wireguard/peers', 'preshared-key'],
    [places[0], '/ip/ipsec/identity', 'secret'],
    [places[1], '/radius', 'secret'],
    [places[2], '/interface/pppoe-client', 'password'],
  ] as const;
  for (const [place, path, field] of menus) {
    const seen = async (account?: typeof reader) =>
      rowsIn(await (await meet(place, account)).ask(`${path}/print`)).map((row) => field in row);
    expect(await seen()).not.toContain(false);
    expect(await seen(reader)).not.toContain(true);
    expect((await seen(reader)).length).toBeGreaterThan(0);
  }
});
