import { expect, test } from 'vitest';
import { connectTo, rowsIn } from './client';
import { full, meet, reader, router } from './started';

const switcher = { ...full, name: 'switcher', policies: [...full.policies, 'reboot', 'ftp'] };
const accounts = [switcher, full, reader];

test('a reboot closes every connection, refuses new ones for a while, and then answers again', async () => {
  const place = await router({ accounts, transport: 'tls', character: { bootMs: 300 } });
  const [client, other] = [await meet(place, switcher), await meet(place)];
  const before = place.state.uptimeSeconds;
  expect((await client.ask('/system/reboot', '.tag=1')).at(-1)).toEqual(['!done', '.tag=1']);
  await Promise.all([client.closed(), other.closed()]);
  await expect(connectTo(place)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const answers = async () => {
    const visitor = await connectTo(place).catch(() => null);
    visitor?.close();
    return visitor !== null;
  };
  await expect.poll(answers).toBe(true);
  const again = await meet(place, switcher);
  expect(before).toBeGreaterThan(80_000);
  const [resource] = rowsIn(await again.ask('/system/resource/print', '=.proplist=uptime'));
  expect(resource?.uptime).toMatch(/^\ds$/);
  const lines = rowsIn(await again.ask('/log/print'));
  expect(lines[0]?.message).toBe('router rebooted');
  expect(lines.every(({ message }) => !message?.includes('logged out'))).toBe(true);
});

test('what is configured stays, and what only went on is gone', async () => {
  const place = await router({ accounts, model: 'CCR2004', character: { role: 'pppoe', bootMs: 50 } });
  const client = await meet(place, switcher);
  await client.ask('/interface/set', '=.id=ether2', '=comment=spare');
  await client.ask('/ip/firewall/filter/add', '=chain=forward', '=action=drop', '=comment=kept');
  await client.ask('/system/backup/save', '=name=kept');
  const firewall = await client.ask('/ip/firewall/filter/print');
  place.state.table('/ip/firewall/filter').add({ chain: 'forward', dynamic: 'true' });
  const connected = async (one: typeof client) => rowsIn(await one.ask('/ppp/active/print', '=.proplist=name,uptime'));
  const there = await connected(client);
  const bytes = async (one: typeof client) =>
    BigInt(rowsIn(await one.ask('/interface/print', '?name=ether1', '=.proplist=rx-byte'))[0]?.['rx-byte'] ?? 0);
  const counted = await bytes(client);
  await client.ask('/system/reboot');
  await client.closed();
  await expect.poll(() => place.state.uptimeSeconds).toBeLessThan(60);
  const again = await meet(place, switcher);
  expect(await again.ask('/ip/firewall/filter/print')).toEqual(firewall);
  expect(rowsIn(await again.ask('/interface/print', '?name=ether2'))[0]?.comment).toBe('spare');
  expect(rowsIn(await again.ask('/file/print', '?name=kept.backup'))).toHaveLength(1);
  expect(rowsIn(await again.ask('/system/history/print'))).toEqual([]);
  // Counters begin at nothing, and whoever is connected has been since the router came back at most.
  expect(await bytes(again)).toBeLessThan(counted);
  const back = await connected(again);
  expect(back.map(({ name }) => name)).toEqual(there.map(({ name }) => name));
  expect(there.some(({ uptime }) => /[hd]/.test(uptime ?? ''))).toBe(true);
  expect(back.every(({ uptime }) => /^\d+s$/.test(uptime ?? ''))).toBe(true);
});

test('it loses safe mode, and with it the way back', async () => {
  const place = await router({ accounts, character: { bootMs: 50 } });
  const client = await meet(place, switcher);
  await client.ask('/safe-mode/take');
  await client.ask('/interface/set', '=.id=ether2', '=comment=stays');
  await client.ask('/system/reboot');
  await client.closed();
  await expect.poll(() => place.state.uptimeSeconds).toBeLessThan(60);
  const again = await meet(place, switcher);
  expect(rowsIn(await again.ask('/safe-mode/print'))).toEqual([{ enabled: 'false', current: 'false' }]);
  expect(rowsIn(await again.ask('/interface/print', '?name=ether2'))[0]?.comment).toBe('stays');
});

test('it needs the policy, and a router that is stopped meanwhile does not come back', async () => {
  const place = await router({ accounts, character: { bootMs: 50 } });
  const client = await meet(place);
  expect((await client.ask('/system/reboot'))[0]).toContain('=message=not enough permissions (9)');
  const other = await meet(place, switcher);
  await other.ask('/system/reboot');
  await client.closed();
  await place.stop();
  // A second router lives through the time that a boot takes.
  const witness = await router({ accounts, character: { bootMs: 100 } });
  await (await meet(witness, switcher)).ask('/system/reboot');
  await expect.poll(() => witness.state.uptimeSeconds).toBeLessThan(60);
  await expect(connectTo(place)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
