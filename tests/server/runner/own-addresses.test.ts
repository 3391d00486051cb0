import { expect, test } from 'vitest';
import { resolveAddress } from '@/server/routeros/address';
import { OwnAddresses } from '@/server/runner/own-addresses';

const at = (host: string) => `postgres://routeward:secret@${host}/routeward`;

test('the database is ours by the addresses of its name, and no router is there', async () => {
  const asked: string[] = [];
  const own = new OwnAddresses(at('db.example.net:5432'), async (name) => {
    asked.push(name);
    return [{ address: '10.9.9.9' }, { address: 'fd00::99' }];
  });
  expect(await own.now()).toEqual(expect.arrayContaining(['10.9.9.9', 'fd00::99']));
  for (const host of ['10.9.9.9', 'fd00:0::99'])
    await expect(resolveAddress(host, { own: await own.now() })).rejects.toMatchObject({ code: 'addressRefused' });
  expect(await resolveAddress('10.9.9.8', { own: await own.now() })).toEqual({ ip: '10.9.9.8' });
  // Routers by the hundred are connected to with one look-up.
  expect(asked).toEqual(['db.example.net']);
});

test('an address is itself, a socket on this machine is none, and a name that nobody knows lets nobody through', async () => {
  const none = async () => Promise.reject(new Error('ENOTFOUND'));
  expect(await new OwnAddresses(at('192.0.2.9'), none).now()).toContain('192.0.2.9');
  expect(await new OwnAddresses(at('[2001:db8::9]:5432'), none).now()).toContain('2001:db8::9');
  expect(await new OwnAddresses(at('%2Frun%2Fpostgresql'), none).now()).not.toContain('/run/postgresql');
  await expect(new OwnAddresses(at('db.example.net'), none).now()).rejects.toThrow('ENOTFOUND');
});
